"""What the linter finds in a draft, as the editor shows it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from civic.processes.document import Rules
from civic.processes.kinds import Counter
from civic.processes.linting import Level, LintContext, Past, lint
from civic.processes.models import Process
from civic.proposals.models import ProposalStat
from tenants.connection import connection
from tenants.entitlements import refused_rooms_here

TONES = {Level.ERROR: "bad", Level.WARNING: "warn", Level.HINT: "info"}
LAST_YEAR = timedelta(days=365)
# Enough to tell what a threshold would have meant, and little enough for every keystroke.
PAST_ITEMS = 5_000


@dataclass(frozen=True)
class Finding:
    """`tone` is bad, warn or info. `where` and `url` lead to the card it is about."""

    tone: str
    sentence: str
    where: str = ""
    url: str = ""
    advice: str = ""
    path: str = ""

    def placed(self, where: str, url: str) -> "Finding":
        return replace(self, where=where, url=url)


def findings_of(process: Process, rules: Rules) -> list[Finding]:
    """Errors first, then in the order of the document. What is said of several places is said once."""
    found: dict[str, Finding] = {}
    for one in lint(rules, _around(process)):
        finding = Finding(TONES[one.level], str(one.sentence), advice=str(one.what_next), path=one.path)
        found.setdefault(finding.sentence, finding)
    return list(found.values())


def _around(process: Process) -> LintContext:
    others = Process.objects.exclude(pk=process.pk).values_list("name", flat=True)
    return LintContext(
        today=timezone.localdate(),
        languages=tuple(connection.tenant.languages),
        name=process.name,
        other_names=tuple(others),
        past=_past(process),
        refused=refused_rooms_here(),
    )


def _past(process: Process) -> Past:
    """What its own items of the last twelve months came to."""
    since = timezone.now() - LAST_YEAR
    stats = ProposalStat.objects.filter(
        proposal__process_version__process=process,
        proposal__submitted_at__gte=since,
        proposal__closes_at__lte=timezone.now(),
    ).values_list("support_count", "comment_count")[:PAST_ITEMS]
    rows = list(stats)
    return Past.of(
        {
            Counter.SUPPORT: [supports for supports, _comments in rows],
            Counter.COMMENTS: [comments for _supports, comments in rows],
        }
    )
