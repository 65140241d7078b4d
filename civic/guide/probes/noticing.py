"""Whether somebody looks after what comes in: categories, reasons, the log, what moves strangely."""

from datetime import datetime, timedelta

from django.utils import timezone

from civic.guide.models import LogEntry, Signal, SignalKind
from civic.guide.probes.finding import About, Found, of_all, yes_or_no
from civic.proposals.models import Comment, Origin, Proposal, Standing

STRANGE = [SignalKind.BURST, SignalKind.REPEATED, SignalKind.NEW_ACCOUNTS]
A_DAY = timedelta(days=1)


def categorised(about: About, at: datetime) -> Found:
    """Of the year's proposals that everybody sees."""
    shown = Proposal.objects.filter(
        standing=Standing.OPEN, submitted_at__gte=about.since, submitted_at__lt=about.until
    ).exclude(origin=Origin.INSTITUTION)
    return of_all(shown, shown.filter(category=None), "proposal")


def hidden_with_reason(about: About, at: datetime) -> Found:
    """Of proposals and comments that are hidden now."""
    proposals = Proposal.objects.filter(standing=Standing.HIDDEN)
    found = of_all(proposals, proposals.filter(standing_reason=""), "proposal")
    comments = Comment.objects.filter(standing=Standing.HIDDEN)
    hidden, without = comments.count(), comments.filter(standing_reason="").count()
    return Found(found.done + hidden - without, found.of + hidden, found.missing)


def log_kept(about: About, at: datetime) -> Found:
    """Whether there is a line since Monday."""
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    return yes_or_no(LogEntry.objects.filter(day__gte=monday, day__lte=today, removed_at=None).exists())


def bursts_looked_at(about: About, at: datetime) -> Found:
    """Of what was found strange more than a day ago: somebody has decided."""
    found = Signal.objects.filter(
        kind__in=STRANGE, found_at__gte=about.since, found_at__lt=min(about.until, at - A_DAY)
    )
    return of_all(found, found.filter(decided_at=None), "signal", "mark")


PROBES = {
    "categorised": categorised,
    "hidden_with_reason": hidden_with_reason,
    "log_kept": log_kept,
    "bursts_looked_at": bursts_looked_at,
}
