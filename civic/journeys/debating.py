"""A debate goes with its item: it begins and ends with the stage, and its numbers are told before the end is judged.

Below the verbs of a debate and of the items' way, which both call it. Whoever calls holds the items.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from civic.debates.actions import Terms, create_debate, keep_end, open_debate
from civic.debates.counting import Numbers, numbers_in
from civic.debates.models import Debate
from civic.processes.document import Rules, Stage
from civic.processes.document.shapes import DebateRules
from civic.processes.kinds import DebateForm, StageKind
from civic.proposals.models import Proposal, StageResult
from platform_core.events.actions import event_of
from platform_core.events.models import Event


def terms_from(item: Proposal, stage: Stage) -> Terms:
    """What the rules say of the stage, asked in the item's own words."""
    its = stage.debate or DebateRules()
    return Terms(
        question=item.title,
        lead=item.excerpt,
        form=DebateForm(its.form),
        reason_required=its.reason_required,
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

    What staff have recorded of a debate held elsewhere stands, where nobody took part here.
    """
    over = {one.pk: one for one in items if _is_over(one, at)}
    if not over:
        return 0
    last = _last_results(over)
    results = []
    for debate in Debate.objects.filter(item__in=over, opened_at__isnull=False).select_related("stat"):
        item = over[debate.item_id]
        numbers = numbers_in(getattr(debate, "stat", None))
        known = last.get(item.pk)
        if debate.stage_key != item.item.stage or not _is_news(known, numbers, item):
            continue
        results.append(result_of(item, numbers, at))
    StageResult.objects.bulk_create(results)
    Event.objects.bulk_create([_told(one, over[one.proposal_id], at) for one in results])
    return len(results)


def result_of(item: Proposal, numbers: Numbers, at: datetime) -> StageResult:
    return StageResult(
        proposal_id=item.pk,
        stage_key=item.item.stage,
        counts={counter.value: number for counter, number in numbers.as_counts().items()},
        at=at,
        by=None,
        note=str(_("Counted in the discussion on this site.")),
    )


def _told(result: StageResult, item: Proposal, at: datetime) -> Event:
    return event_of(
        "proposals.result.recorded",
        item,
        at=at,
        stage_key=result.stage_key,
        counts=result.counts,
        note=result.note,
        version=item.process_version_id,
    )


def _is_news(known: StageResult | None, numbers: Numbers, item: Proposal) -> bool:
    if known is None or known.at < item.stage_entered_at:
        return True
    if known.by_id is not None and not numbers.participants:
        return False
    return known.counts != {counter.value: number for counter, number in numbers.as_counts().items()}


def _last_results(over: dict[int, Proposal]) -> dict[int, StageResult]:
    found = StageResult.objects.filter(proposal__in=over).order_by("pk")
    return {one.proposal_id: one for one in found if one.stage_key == over[one.proposal_id].item.stage}


def _is_over(item: Proposal, at: datetime) -> bool:
    return item.stage == StageKind.DEBATING and item.stage_ends_at is not None and item.stage_ends_at <= at


def _has_debates(rules: Rules) -> bool:
    return any(stage.kind == StageKind.DEBATING for stage in rules.stages)
