"""What the database knows of a whole chain of items, in a dozen questions however long it is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from civic.answers.models import AnswerRequest
from civic.ballots.models import Ballot
from civic.debates.models import Debate
from civic.execution.chains import MOST, chain_of
from civic.execution.models import ExecutionItem, Milestone, MilestoneState, ProgressNote
from civic.processes.kinds import StageKind
from civic.proposals.models import Link, Merger, Proposal, StageMove, StageResult, ThresholdCrossing
from civic.proposals.queries import listed

# Of each kind, over all items: a story is read by people.
MOST_ROWS = 300
# What else a move says is told by what made it.
TOLD_MOVES = (StageKind.REVIEWING, StageKind.COMMITTEE, StageKind.DEBATING, StageKind.VOTING)


@dataclass(frozen=True, slots=True)
class Facts:
    """`items` by number: the page's own, and of the others those that everybody finds in the lists."""

    own: Proposal
    items: dict[int, Proposal]
    crossings: list[ThresholdCrossing] = field(default_factory=list)
    moves: list[StageMove] = field(default_factory=list)
    results: list[StageResult] = field(default_factory=list)
    requests: list[AnswerRequest] = field(default_factory=list)
    debates: list[Debate] = field(default_factory=list)
    # Each with the item of the chain that it decides about.
    ballots: list[tuple[Ballot, int]] = field(default_factory=list)
    carried: list[ExecutionItem] = field(default_factory=list)
    notes: list[ProgressNote] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    mergers: list[Merger] = field(default_factory=list)


def facts_of(own: Proposal, at: datetime) -> Facts:
    """`own` has its `stat` at hand. What happened after `at` is not told."""
    items = _items(own)
    here = {"proposal__in": items}
    carried = list(
        ExecutionItem.objects.filter(**here).select_related("execution__department").order_by("pk")[:MOST]
    )
    executions = {one.execution_id for one in carried}
    both = Q(earlier__in=items, later__in=items)
    return Facts(
        own=own,
        items=items,
        crossings=list(ThresholdCrossing.objects.filter(**here).order_by("crossed_at", "pk")[:MOST_ROWS]),
        moves=list(StageMove.objects.filter(**here, stage__in=TOLD_MOVES).order_by("pk")[:MOST_ROWS]),
        results=list(StageResult.objects.filter(**here).order_by("pk")[:MOST_ROWS]),
        requests=list(
            AnswerRequest.objects.filter(**here, answer__isnull=False)
            .select_related("department", "answer__department")
            .order_by("pk")[:MOST_ROWS]
        ),
        debates=list(
            Debate.objects.filter(item__in=items, opened_at__lte=at)
            .select_related("stat")
            .order_by("pk")[:MOST]
        ),
        ballots=_ballots(items, at),
        carried=carried,
        notes=list(
            ProgressNote.objects.filter(execution__in=executions)
            .defer("body_html")
            .order_by("at", "pk")[:MOST_ROWS]
        ),
        milestones=list(
            Milestone.objects.filter(execution__in=executions, state=MilestoneState.DONE)[:MOST_ROWS]
        ),
        links=list(Link.objects.filter(both)[:MOST_ROWS]),
        mergers=list(Merger.objects.filter(kept__in=items, merged__in=items, undone_at=None)[:MOST_ROWS]),
    )


def _ballots(items: dict[int, Proposal], at: datetime) -> list[tuple[Ballot, int]]:
    """Each once, with the first of these that it decides about. No query where nothing was ever voted on."""
    voted = [one.pk for one in items.values() if any(s.kind == StageKind.VOTING for s in one.rules.stages)]
    if not voted:
        return []
    found: dict[int, tuple[Ballot, int]] = {}
    mine = Q(item__in=voted, is_joint=False) | Q(options__proposal__in=voted, is_joint=True)
    rows = Ballot.objects.filter(mine, opened_at__lte=at).annotate(stands=F("options__proposal"))
    for ballot in rows.order_by("pk")[:MOST_ROWS]:
        item = ballot.stands if ballot.is_joint else ballot.item_id
        if item in items:
            found.setdefault(ballot.pk, (ballot, item))
    return list(found.values())


def _items(own: Proposal) -> dict[int, Proposal]:
    """Its own first; then by when each was there."""
    numbers = [number for number in chain_of(own.pk) if number != own.pk]
    others = listed().filter(pk__in=numbers) if numbers else Proposal.objects.none()
    rows = others.select_related("stat").defer("body_html", "body_source", "search_terms")
    found = sorted([own, *rows], key=lambda one: (one.submitted_at, one.pk))
    return {one.pk: one for one in found}
