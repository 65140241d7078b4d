"""A ballot goes with its item: it begins and ends with the stage, and its numbers are told before the end is judged.

Below the verbs of a ballot and of the items' way, which both call it. Whoever calls holds the items; a ballot
is held after them. Those who vote hold neither item nor ballot against each other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from civic.ballots.actions import Terms, keep_end, open_ballot, publish_count
from civic.ballots.allocating import Line, Project, allocated
from civic.ballots.counting import Count, as_counts, count_of, counted, counts_of_option
from civic.ballots.kinds import Kind, Ties
from civic.ballots.models import Ballot, Option
from civic.ballots.rules import is_begun
from civic.journeys.told_results import result_told
from civic.processes.document import All, AnyOf, Condition, Stage, Top
from civic.processes.document.shapes import VoteRules
from civic.processes.kinds import Counter, StageKind
from civic.proposals.models import Proposal, StageMove, StageResult
from civic.proposals.moving import end_of_stage
from platform_core.access import YES, Verdict, no
from platform_core.events.models import Event

# What the rules of a stage say of its vote is theirs to say; the rest is the ballot's.
SAID_BY_RULES = ("choices", "exactly", "sum", "may_change", "shown")


def terms_from(item: Proposal, stage: Stage, *, is_joint: bool) -> Terms:
    """What the rules say of the stage, asked in the item's own words."""
    its = stage.vote or VoteRules()
    kind = Kind.FOR_AGAINST
    if is_joint or its.choices > 1 or its.budget:
        kind = Kind.BUDGET if its.budget else (Kind.ONE if its.choices == 1 else Kind.SEVERAL)
    return Terms(
        kind=kind,
        question="" if is_joint else item.title,
        lead="" if is_joint else item.excerpt,
        choices=its.choices,
        exactly=its.exactly,
        sum=its.budget,
        may_change=its.may_change,
        shown=its.shown,
        ties=Ties.CHEAPER,
    )


def hold_ballots(here: Proposal, at: datetime) -> None:
    """After the item has moved, or its times have changed: its ballot is open in its stage, and over elsewhere.

    Nothing is put to the vote that nobody has prepared and approved. A joint ballot has its own time.
    """
    if not any(stage.kind == StageKind.VOTING for stage in here.rules.stages):
        return
    for ballot in Ballot.objects.filter(item=here.pk, is_joint=False, counted_at=None):
        ballot.item = here
        if ballot.stage_key == here.item.stage:
            _open_with_stage(ballot, here, at)
        elif ballot.opened_at is not None and not ballot.has_ended_at(at):
            keep_end(ballot=ballot, closes_at=at)
            final_count(ballot, at)


def _open_with_stage(ballot: Ballot, here: Proposal, at: datetime) -> None:
    if ballot.opened_at is not None:
        keep_end(ballot=ballot, closes_at=here.stage_ends_at)
    elif ballot.approved_at is not None and here.stage_ends_at is not None and at < here.stage_ends_at:
        open_ballot(ballot=ballot, closes_at=here.stage_ends_at, by=None, at=at)


def end_together(ballot: Ballot, items: Iterable[Proposal], at: datetime) -> datetime | None:
    """All that a joint ballot chooses among are voted on from now, and for as long as their rules give the stage.

    Returns the first instant that is too late; None where the rules name no time.
    """
    stage = ballot.stage
    ends_at = end_of_stage(stage, registered_at=at, entered_at=at) if stage else None
    for item in items:
        Proposal.objects.filter(pk=item.pk).update(stage_ends_at=ends_at)
        last = StageMove.objects.filter(proposal=item, stage_key=ballot.stage_key).order_by("-pk").first()
        if last is not None:
            StageMove.objects.filter(pk=last.pk).update(ends_at=ends_at)
    return ends_at


def ballots_of(items: Iterable[Proposal]) -> list[Ballot]:
    """Opened ones that decide about any of these: their own, and joint ones they stand on."""
    ids = [one.pk for one in items]
    mine = Q(item__in=ids, is_joint=False) | Q(is_joint=True, options__proposal__in=ids)
    found = Ballot.objects.filter(mine, opened_at__isnull=False).select_related("item").distinct()
    return list(found.order_by("pk"))


def is_voted_on_here(here: Proposal) -> Verdict:
    """Whether staff may say what came out: not where people vote, or have voted, here."""
    for ballot in ballots_of([here]):
        if ballot.stage_key == here.item.stage and (ballot.is_joint or is_begun(ballot)):
            return no(
                "counted_here",
                _("People vote on this here, and it is counted from their papers."),
                _("What was put into a box is entered with the ballot."),
            )
    return YES


def tell_final_votes(items: Iterable[Proposal], at: datetime) -> int:
    """Of each whose vote is over at `at`, what it brought is recorded as its result; returns of how many.

    A ballot whose boxes are still counted tells nothing yet: what is judged by votes waits for it.
    """
    ended = {one.pk: one for one in items if _is_over(one, at)}
    if not ended:
        return 0
    results: list[StageResult] = []
    for ballot in ballots_of(ended.values()):
        if (count := final_count(ballot, at)) is None:
            continue
        items_on_it = _standing_on(ballot) if ballot.is_joint else {ballot.item_id: ended[ballot.item_id]}
        results_now = _results(ballot, count, settled_at(ballot, at))
        fresh = [one for one in results_now if _is_news(one, items_on_it)]
        StageResult.objects.bulk_create(fresh)
        Event.objects.bulk_create([result_told(one, items_on_it[one.proposal_id], at) for one in fresh])
        results += fresh
    return len(results)


def _standing_on(ballot: Ballot) -> dict[int, Proposal]:
    """Everything on a joint ballot, all at once: who is judged first is placed among all of them."""
    found = Proposal.objects.filter(options__ballot=ballot).defer("body_html", "body_source", "search_terms")
    return {one.pk: one for one in found}


def final_count(ballot: Ballot, at: datetime) -> Count | None:
    """Counted and published, once, from the last vote that was cast in time. None while boxes are missing."""
    # Those whose vote is being written hold the ballot, too: they are counted.
    now = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if now.counted_at is None:
        if not now.has_ended_at(at) or (now.has_boxes and now.boxes_done_at is None):
            return None
        now.item = ballot.item
        publish_count(ballot=now, count=counted(now), at=at)
    ballot.counted_at, ballot.result, ballot.salt = now.counted_at, now.result, None
    ballot.closes_at, ballot.boxes_done_at = now.closes_at, now.boxes_done_at
    return count_of(ballot)


def settled_at(ballot: Ballot, at: datetime) -> datetime:
    """When its numbers stood, whoever came by to count them when: its last vote was in, and its last box."""
    boxes = ballot.boxes_done_at if ballot.has_boxes else None
    return min(at, max(moment for moment in (ballot.closes_at or at, boxes) if moment is not None))


def count_what_is_over(*, at: datetime) -> int:
    """Ballots whose time is over, whatever became of their items meanwhile; returns how many were counted."""
    late = Ballot.objects.filter(counted_at=None, closes_at__lte=at).select_related("item").order_by("pk")
    done = 0
    for ballot in late:
        with transaction.atomic():
            done += final_count(ballot, at) is not None
    return done


def lines_of(ballot: Ballot, options: list[Option], count: Count) -> list[Line]:
    """Which projects of a budget get their money, in the order of their votes; [] for other kinds."""
    if ballot.kind != Kind.BUDGET:
        return []
    projects = [
        Project(one.pk, count.of(one.pk), one.cost or 0, place)
        for place, one in enumerate(sorted(options, key=lambda one: (one.position, one.pk)))
    ]
    return allocated(projects, ballot.sum, ballot.ties, most_winners(ballot.stage))


def most_winners(stage: Stage | None) -> int | None:
    """So many places the rules give at most; None where they name no number."""
    tops = [top.places for gate in (stage.gates if stage else ()) for top in _tops(gate.when)]
    return min(tops, default=None)


def _tops(condition: Condition) -> list[Top]:
    if isinstance(condition, Top):
        return [condition]
    if isinstance(condition, All | AnyOf):
        return [top for one in condition.conditions for top in _tops(one)]
    return []


def _results(ballot: Ballot, count: Count, at: datetime) -> list[StageResult]:
    options = list(ballot.options.all())
    if not ballot.is_joint:
        return [_result(ballot, ballot.item_id, as_counts(ballot, options, count), at)]
    lines = lines_of(ballot, options, count)
    outside = {line.project.number for line in lines if not line.taken}
    return [
        _result(ballot, one.proposal_id, counts_of_option(one, count), at, is_placed=one.pk not in outside)
        for one in options
        if one.proposal_id is not None
    ]


def _result(
    ballot: Ballot, item: int, counts: dict[Counter, int], at: datetime, *, is_placed: bool = True
) -> StageResult:
    return StageResult(
        proposal_id=item,
        stage_key=ballot.stage_key,
        counts={counter.value: number for counter, number in counts.items()},
        is_placed=is_placed,
        together=ballot.pk if ballot.is_joint else None,
        at=at,
        by=None,
        note=str(_("Counted in the vote on this site.")),
    )


def _is_news(result: StageResult, ended: dict[int, Proposal]) -> bool:
    item = ended.get(result.proposal_id)
    if item is None or item.item.stage != result.stage_key:
        return False
    last = StageResult.objects.filter(proposal=item, stage_key=result.stage_key).order_by("-pk").first()
    return last is None or (last.counts, last.is_placed) != (result.counts, result.is_placed)


def _is_over(item: Proposal, at: datetime) -> bool:
    return item.stage == StageKind.VOTING and item.stage_ends_at is not None and item.stage_ends_at <= at
