"""What waits for somebody's decision: the desk's lists, each with the date the rules give it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import GreaterThan, In
from django.utils.translation import gettext_lazy as _

from civic.desk.queries import RESCUE_WITHIN, proposals
from civic.journeys.explaining.dues import decision_due
from civic.processes.kinds import COUNTING, TIMED, Effect, Rescue, StageKind
from civic.processes.models import ProcessVersion
from civic.processes.queries import rules_of
from civic.proposals.models import Ending, Proposal, StageMove, Standing, ThresholdCrossing
from civic.proposals.running_out import is_judged_later

# What ends so has fallen short, and may be taken up for a while.
FELL_SHORT = (Ending.NOT_ENOUGH_SUPPORT, Ending.NOT_PASSED, Ending.ARCHIVED, Ending.LISTED)
LISTED_FOR = timedelta(days=62)


class Waiting(models.TextChoices):
    """The lists, in the order of what is most urgent."""

    SCREENING = "screening", _("To be checked")
    COMMITTEE = "committee", _("For the committee")
    RESULTS = "results", _("Results to be recorded")
    CANDIDATES = "candidates", _("Candidates for public debate")
    BUDGET = "budget", _("For the participatory budget")
    MONTHLY = "monthly", _("Fell short: the monthly list")
    RESCUE = "rescue", _("May still be taken up")


@dataclass(frozen=True, slots=True)
class Row:
    """One that waits. `due_at`: the first instant that is too late; None where no days are promised."""

    proposal: Proposal
    due_at: datetime | None

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and at >= self.due_at


def waiting(kind: Waiting, *, at: datetime) -> "QuerySet[Proposal]":
    """The proposals of one list. What is hidden waits for nobody."""
    return proposals().filter(_LISTS[kind](at), standing=Standing.OPEN)


def rows_of(found: list[Proposal]) -> list[Row]:
    """With their dates; no query, as rules and days off are remembered."""
    return [Row(proposal, _due(proposal)) for proposal in found]


def count_waiting(*, at: datetime) -> dict[str, int]:
    """How much is in each list, in one query."""
    counted = {kind.value: Count("pk", filter=_LISTS[kind](at)) for kind in Waiting}
    return Proposal.objects.filter(standing=Standing.OPEN).aggregate(**counted)


def _due(proposal: Proposal) -> datetime | None:
    if proposal.stage in (StageKind.DEBATING, StageKind.VOTING):
        return proposal.stage_ends_at
    if proposal.stage in COUNTING:
        return proposal.closes_at
    return decision_due(proposal) if proposal.stage != StageKind.CLOSED else None


def _in_kind(kind: StageKind) -> Callable[[datetime], Q]:
    return lambda _at: Q(stage=kind)


def _results(at: datetime) -> Q:
    return Q(stage__in=[StageKind.DEBATING, StageKind.VOTING], stage_ends_at__lte=at)


def _candidates(_at: datetime) -> Q:
    """They reached it, and nothing has been decided since."""
    return _reached(Effect.AGENDA_CANDIDATE) & ~Q(stage=StageKind.CLOSED)


def _budget(_at: datetime) -> Q:
    """They reached it, and stand on no ballot yet: also when their answer has been given meanwhile."""
    is_over = Q(stage=StageKind.CLOSED) & ~Q(closed_as=Ending.ANSWERED)
    return _reached(Effect.BUDGET_LINK) & Q(options__isnull=True) & ~is_over


def _reached(effect: Effect) -> Q:
    crossed = ThresholdCrossing.objects.filter(effects__contains=[effect.value])
    return Q(pk__in=crossed.values("proposal_id"))


def _monthly(at: datetime) -> Q:
    return Q(closed_as=Ending.LISTED, closed_at__gt=at - LISTED_FOR)


def _rescue(at: datetime) -> Q:
    """By the rules each began under: while its time runs out, and so many days after."""
    windows = [_rescuable(*alike, ids, at) for alike, ids in _rescuing_versions().items()]
    return reduce(or_, windows) if windows else Q(pk__in=[])


def _rescuable(within: int, judged_later: frozenset[str], versions: list[int], at: datetime) -> Q:
    """The days run from the instant from which civic.proposals.running_out counts them, whoever closed it when."""
    since = at - timedelta(days=within)
    soon = Q(stage__in=COUNTING, closes_at__lte=at + RESCUE_WITHIN, stat__support_count__gt=0)
    soon &= Q(closes_at__gt=since) | Q(stage_key__in=judged_later)
    timed = StageMove.objects.filter(proposal=OuterRef("pk"), ends_at__isnull=False, stage__in=TIMED)
    last = timed.order_by("-pk")[:1]
    counted = Q(GreaterThan(Subquery(last.values("ends_at")), since))
    if judged_later:
        counted |= Q(In(Subquery(last.values("stage_key")), sorted(judged_later)))
    after = Q(closed_as__in=FELL_SHORT, closed_at__gt=since) & counted
    return Q(process_version__in=versions) & (soon | after if within else soon)


def _rescuing_versions() -> dict[tuple[int, frozenset[str]], list[int]]:
    """Versions whose rules provide for it, by how many days after, and by the stages that are judged later."""
    found: dict[tuple[int, frozenset[str]], list[int]] = {}
    for pk in ProcessVersion.objects.order_by("pk").values_list("pk", flat=True):
        rules = rules_of(pk)
        if rules.rescuing.by != Rescue.NONE:
            later = frozenset(one.key for one in rules.stages if is_judged_later(rules, one))
            found.setdefault((rules.rescuing.within_days, later), []).append(pk)
    return found


_LISTS: dict[Waiting, Callable[[datetime], Q]] = {
    Waiting.SCREENING: _in_kind(StageKind.SCREENING),
    Waiting.COMMITTEE: _in_kind(StageKind.COMMITTEE),
    Waiting.RESULTS: _results,
    Waiting.CANDIDATES: _candidates,
    Waiting.BUDGET: _budget,
    Waiting.MONTHLY: _monthly,
    Waiting.RESCUE: _rescue,
}
# Whose time runs out first; where nothing runs out, the most supported, or the latest.
ORDERS: dict[Waiting, tuple[str, ...]] = {
    Waiting.SCREENING: ("stage_entered_at", "pk"),
    Waiting.COMMITTEE: ("stage_entered_at", "pk"),
    Waiting.RESULTS: ("stage_ends_at", "pk"),
    Waiting.CANDIDATES: ("-stat__support_count", "pk"),
    Waiting.BUDGET: ("-stat__support_count", "pk"),
    Waiting.MONTHLY: ("-closed_at", "pk"),
    Waiting.RESCUE: ("-stat__support_count", "closes_at", "pk"),
}
