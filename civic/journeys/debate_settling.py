"""What a debate's numbers bring about while it runs: thresholds that take effect as soon as they are reached."""

from datetime import datetime

from django.db import transaction

from civic.debates.counting import numbers_of
from civic.debates.models import Debate
from civic.journeys.advance import record_result
from civic.journeys.debating import held_debate, hold_debates, tell_final_numbers
from civic.processes.document import Tally, counters_of
from civic.processes.kinds import Counter, Judged, StageKind
from civic.proposals.models import Standing
from civic.proposals.tallies import tally_of
from civic.proposals.unsettled import set_apart
from civic.proposals.weighing import passed_by

COUNTED_HERE = frozenset({Counter.VOTES, Counter.IN_FAVOUR, Counter.PARTICIPANTS})


def settle_debates(*, at: datetime) -> int:
    """Let every debate that runs, or whose time is over, take effect as its rules say; returns of how many.

    Votes take effect when they are given; this finds what else has changed.
    """
    found = Debate.objects.filter(opened_at__isnull=False, item__stage=StageKind.DEBATING)
    found = found.filter(item__standing=Standing.OPEN).select_related("item").order_by("item_id")
    return sum(_settle_apart(debate, at) for debate in found if debate.item.item.stage == debate.stage_key)


def _settle_apart(debate: Debate, at: datetime) -> bool:
    if debate.closes_at == debate.item.stage_ends_at and not _may_reach(debate):
        return False
    done = False
    with set_apart(debate.item, at=at), transaction.atomic():
        here = held_debate(debate)
        hold_debates(here.item, at)
        if here.item.stage_ends_at is not None and here.item.stage_ends_at <= at:
            done = bool(tell_final_numbers([here.item], at))
        else:
            done = _record_if_reached(here, at)
    return done


def settle_debate(debate: Debate, at: datetime) -> None:
    """A threshold that this has reached takes effect at once. What goes wrong there is tried again by the clock."""
    if _may_reach(debate) and debate.is_open_at(at):
        with set_apart(debate.item, at=at):
            _record_if_reached(debate, at)


def _record_if_reached(debate: Debate, at: datetime) -> bool:
    """Only when a gate that is judged at once holds for the numbers as they are."""
    numbers = numbers_of(debate).as_counts()
    stage = debate.item.rules.stage(debate.stage_key)
    # A gate may ask for supports beside what is said here.
    is_mixed = any(counters_of(gate.when) - COUNTED_HERE for gate in stage.gates)
    tally = Tally({**tally_of(debate.item).counts, **numbers} if is_mixed else numbers)
    passed = passed_by([debate.item]).get(debate.item_id, frozenset())
    reached = any(
        gate.judged == Judged.ONCE and gate.key not in passed and gate.when.holds(tally)
        for gate in stage.gates
        if counters_of(gate.when) & COUNTED_HERE
    )
    if not reached:
        return False
    return record_result(proposal=debate.item, counts=numbers, note="", by=None, at=at)


def _may_reach(debate: Debate) -> bool:
    stage = debate.item.rules.stage(debate.stage_key)
    return any(gate.judged == Judged.ONCE and counters_of(gate.when) & COUNTED_HERE for gate in stage.gates)
