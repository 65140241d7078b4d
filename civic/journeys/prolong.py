"""Nobody could take part for a while: what was open to people then stays open as much longer.

A window is a number of days on which people may take part. Days on which the house was closed to them were none, so
its end moves by whole days, at the same time of day, and everybody reads why. What does not move: dates by which the
institution owes an answer (a promise to people who wait, whatever the house's bills), the moments of a drawing by
lottery that were announced, gatherings. Called in the transaction that opens the institution again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.journeys.held_apart import hold_rooms
from civic.journeys.settle import LONG_TEXTS
from civic.notices.actions import tell_by_the_platform
from civic.processes.kinds import COUNTING, TIMED, StageKind
from civic.proposals.models import Proposal, StageMove
from platform_core.events.actions import event_of
from platform_core.events.models import Event
from tenants.context import institution_context
from tenants.models import Institution

# Shorter than this was a disturbance, and no day lost.
SHORTEST = timedelta(hours=12)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Outlook:
    """What opening it now would prolong, for whoever is about to."""

    days: int
    windows: int


def days_lost(since: datetime, until: datetime) -> int:
    """Whole days, each begun one counts; 0 for a few hours."""
    lost = until - since
    return 0 if lost < SHORTEST else -(-lost // timedelta(days=1))


def outlook(institution: Institution, *, since: datetime, until: datetime) -> Outlook:
    days = days_lost(since, until)
    with institution_context(institution):
        return Outlook(days, _open_then(since).count() if days else 0)


def prolong_windows(institution: Institution, *, since: datetime, until: datetime) -> int:
    """Of every item that was open to people at `since`; returns how many. Called inside the institution."""
    days = days_lost(since, until)
    if not days:
        return 0
    done = 0
    with transaction.atomic():
        for items in _by_the_batch(since):
            done += _prolong(items, institution, days, since, until)
        if done:
            _tell(institution, days, since, until)
    return done


def _open_then(since: datetime) -> "QuerySet[Proposal]":
    still = Q(closes_at__gt=since) | Q(stage_ends_at__gt=since)
    return Proposal.objects.filter(still).exclude(stage=StageKind.CLOSED)


def _by_the_batch(since: datetime) -> Iterator[list[Proposal]]:
    """Locked: whoever acts at this very moment waits."""
    last = 0
    while items := list(
        _open_then(since).filter(pk__gt=last).select_for_update().defer(*LONG_TEXTS).order_by("pk")[:BATCH]
    ):
        last = items[-1].pk
        yield items


def _prolong(
    items: list[Proposal], institution: Institution, days: int, since: datetime, until: datetime
) -> int:
    for item in items:
        item.closes_at = _later(item.closes_at, institution, days, since)
        item.stage_ends_at = _later(item.stage_ends_at, institution, days, since)
    Proposal.objects.bulk_update(items, ["closes_at", "stage_ends_at"])
    _say_on_their_way(items, since)
    Event.objects.bulk_create(
        event_of(
            "proposals.window.prolonged",
            item,
            at=until,
            days=days,
            closes_at=item.closes_at.isoformat() if item.closes_at else None,
            stage_ends_at=item.stage_ends_at.isoformat() if item.stage_ends_at else None,
        )
        for item in items
    )
    for item in items:
        if item.stage_ends_at is not None:
            hold_rooms(item, until)
    return len(items)


def _say_on_their_way(items: list[Proposal], since: datetime) -> None:
    """The line of its way on which a time began says when it ends, too: places among those that end together, and
    the days for taking up and proposing again, are counted from there. Two statements.
    """
    for stages, column in ((COUNTING, "closes_at"), (TIMED - COUNTING, "stage_ends_at")):
        moved = [one.pk for one in items if (end := getattr(one, column)) is not None and end > since]
        lines = StageMove.objects.filter(proposal=OuterRef("proposal"), stage__in=stages)
        last = Subquery(lines.exclude(ends_at=None).order_by("-pk").values("pk")[:1])
        now = Subquery(Proposal.objects.filter(pk=OuterRef("proposal")).values(column))
        StageMove.objects.filter(proposal__in=moved, pk=last).update(ends_at=now)


def _later(end: datetime | None, institution: Institution, days: int, since: datetime) -> datetime | None:
    """By the clock on the wall: a window that ends at midnight does so in summer time, too."""
    if end is None or end <= since:
        return end
    here = institution.local(end)
    return (here.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=here.tzinfo, fold=here.fold)


def _tell(institution: Institution, days: int, since: datetime, until: datetime) -> None:
    with translation.override(institution.default_language):
        words = {
            "since": date_format(institution.local(since), "DATETIME_FORMAT"),
            "until": date_format(institution.local(until), "DATETIME_FORMAT"),
        }
        longer = ngettext(
            "What was open to you then stays open %(days)s day longer.",
            "What was open to you then stays open %(days)s days longer.",
            days,
        ) % {"days": days}
        body = "\n\n".join(
            [
                _("From %(since)s to %(until)s nobody could take part here.") % words,
                longer,
                _("Dates by which an answer is owed have not moved, nor have drawings and gatherings."),
            ]
        )
        tell_by_the_platform(title=_("Windows are longer"), body=body, at=until)
