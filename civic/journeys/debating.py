"""A debate goes with its item: it begins and ends with the stage, and its numbers are told before the end is judged.

Below the verbs of a debate and of the items' way, which both call it. Whoever calls holds the items.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from civic.debates.actions import Terms, create_debate, keep_end, open_debate
from civic.debates.counting import Numbers, numbers_in
from civic.debates.models import Debate, Opinion
from civic.journeys.told_results import result_told
from civic.processes.document import Rules, Stage
from civic.processes.document.shapes import DebateRules
from civic.processes.kinds import DebateForm, StageKind
from civic.proposals.models import Proposal, StageResult
from civic.proposals.moving import held
from civic.proposals.replying import takes_replies
from civic.proposals.weighing import asks_for_a_result
from platform_core.access import YES, Verdict, no
from platform_core.events.models import Event
from tenants.context import here


def terms_from(item: Proposal, stage: Stage) -> Terms:
    """What the rules say of the stage, asked in the item's own words."""
    its = stage.debate or DebateRules()
    return Terms(
        question=item.title,
        lead=item.excerpt,
        form=DebateForm(its.form),
        reason_required=its.reason_required,
        takes_replies=takes_replies(here()),
        shown=its.shown,
    )


def hold_debates(here: Proposal, at: datetime) -> None:
    """After the item has moved, or its times have changed: what it debates now is open, the rest is over."""
    if not _has_debates(here.rules):
        return
    debates = {one.stage_key: one for one in Debate.objects.filter(item=here.pk)}
    stage = here.rules.stage(here.item.stage)
    if stage.kind == StageKind.DEBATING:
        debate = debates.pop(stage.key, None) or create_debate(
            item=here, stage_key=stage.key, terms=terms_from(here, stage), by=None, at=at
        )
        debate.item = here
        open_debate(debate=debate, closes_at=here.stage_ends_at, at=at)
    for left in debates.values():
        if left.opened_at is not None and not left.has_ended_at(at):
            keep_end(debate=left, closes_at=at)


def tell_final_numbers(items: Iterable[Proposal], at: datetime) -> int:
    """Of each whose debate is over at `at`, what it brought is recorded as its result; returns of how many.

    Where nobody said anything here it may have been held elsewhere: what staff recorded of it stands, and what
    is judged by votes waits for them to do so.
    """
    over = {one.pk: one for one in items if _is_over(one, at)}
    if not over:
        return 0
    last = _last_results(over)
    results = []
    for debate in Debate.objects.filter(item__in=over, opened_at__isnull=False).select_related("stat"):
        item = over[debate.item_id]
        known = last.get(item.pk)
        if debate.stage_key == item.item.stage and _is_news(debate, item, known):
            # They stood when its time was over; what a moderator has changed since, changes them now.
            told_at = at if known is not None else item.stage_ends_at or at
            results.append(result_of(item, numbers_in(debate.stat), told_at))
    StageResult.objects.bulk_create(results)
    Event.objects.bulk_create([result_told(one, over[one.proposal_id], at) for one in results])
    return len(results)


def is_counted_elsewhere(here: Proposal) -> Verdict:
    """Whether staff may say what came out: not of a debate in which people have spoken here."""
    spoken = Debate.objects.filter(item=here, stage_key=here.item.stage, opinions__isnull=False)
    if not spoken.exists():
        return YES
    return no(
        "counted_here",
        _("People have taken part in this discussion here, and it is counted from what they said."),
        _("What was given on paper is entered as an opinion."),
    )


def result_of(item: Proposal, numbers: Numbers, at: datetime) -> StageResult:
    return StageResult(
        proposal_id=item.pk,
        stage_key=item.item.stage,
        counts=_as_told(numbers),
        at=at,
        by=None,
        note=str(_("Counted in the discussion on this site.")),
    )


def _is_news(debate: Debate, item: Proposal, known: StageResult | None) -> bool:
    if not debate.stat.participants and not debate.opinions.exists():
        return known is None and not asks_for_a_result(item.rules.stage(item.item.stage))
    return known is None or known.counts != _as_told(numbers_in(debate.stat))


def _as_told(numbers: Numbers) -> dict[str, int]:
    return {counter.value: number for counter, number in numbers.as_counts().items()}


def _last_results(over: dict[int, Proposal]) -> dict[int, StageResult]:
    found = StageResult.objects.filter(proposal__in=over).order_by("pk")
    return {one.proposal_id: one for one in found if one.stage_key == over[one.proposal_id].item.stage}


def _is_over(item: Proposal, at: datetime) -> bool:
    return item.stage == StageKind.DEBATING and item.stage_ends_at is not None and item.stage_ends_at <= at


def _has_debates(rules: Rules) -> bool:
    return any(stage.kind == StageKind.DEBATING for stage in rules.stages)


def held_debate(debate: Debate) -> Debate:
    """As it stands now, with its item held behind it."""
    item = held(Proposal(pk=debate.item_id))
    now = Debate.objects.get(pk=debate.pk)
    now.item = item
    return now


def opinion_now(opinion: Opinion, debate: Debate) -> Opinion:
    """As it stands now, in the debate that is held."""
    now = Opinion.objects.select_related("author", "parent").get(pk=opinion.pk)
    now.debate = debate
    return now
