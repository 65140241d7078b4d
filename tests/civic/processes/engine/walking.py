"""Walking through rules: every way an item can take, found by asking the engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from civic.processes.document import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Condition,
    Proportion,
    Rules,
    ShareOfPopulation,
    Tally,
    Top,
)
from civic.processes.engine import Item, Step, decided, moved, rescued, steps
from civic.processes.kinds import COUNTING, OUTCOMES, TIMED, Counter, Rescue, StageKind

BEGIN = datetime(2026, 3, 2, 3, tzinfo=UTC)
WINDOW = timedelta(days=30)


def enough_for(condition: Condition) -> Tally:
    """The least that lets the condition hold."""
    match condition:
        case AtLeast() | ShareOfPopulation():
            return Tally({condition.counter: condition.count})
        case Proportion():
            return Tally({condition.part: 7, condition.whole: 7})
        case Top():
            return Tally({condition.by: 1}, {condition.by: condition.places})
        case AnyOf():
            return enough_for(condition.conditions[0])
        case All():
            return together(*(enough_for(one) for one in condition.conditions))
        case Always():
            return Tally()


def together(*tallies: Tally) -> Tally:
    counts: dict[Counter, int] = {}
    for tally in tallies:
        for counter, count in tally.counts.items():
            counts[counter] = max(count, counts.get(counter, 0))
    if Counter.IN_FAVOUR in counts:
        counts[Counter.IN_FAVOUR] = max(counts.values())
    return Tally(counts, {c: place for tally in tallies for c, place in tally.places.items()})


@dataclass(frozen=True)
class Walk:
    """An item on its way, and what has happened to it so far."""

    item: Item
    at: datetime = BEGIN
    happened: tuple[Step, ...] = ()
    stages: tuple[str, ...] = field(default=())

    @property
    def is_closed(self) -> bool:
        return self.stages[-1] == "closed" or self.item.stage == "closed"


def begin(rules: Rules) -> Walk:
    return _enter(Walk(Item(stage="")), rules, rules.first_stage.key)


def ways_on(rules: Rules, walk: Walk) -> Iterator[Walk]:
    """Every walk that is one happening longer: a gate reached, a time over, a decision, a move by hand."""
    stage = rules.stage(walk.item.stage)
    counting = rules.counting_stage(stage.key)
    live = {one.key: one for one in (counting, stage) if one is not None and one.kind in TIMED}
    for source in live.values():
        for gate in source.gates:
            if gate.key not in walk.item.passed and not walk.is_closed:
                yield settled(rules, with_tally(walk, enough_for(gate.when)), ends=gate.judged == "end")
    if stage.kind in TIMED:
        yield settled(rules, with_tally(walk, Tally()), ends=True)
    for outcome in OUTCOMES.get(stage.kind, ()):
        yield follow(rules, walk, (decided(rules, stage.key, outcome),))
    if stage.kind in COUNTING and rules.rescue != Rescue.NONE:
        yield follow(rules, walk, (rescued(rules, stage.key),))
    for to in stage.hand_moves:
        yield follow(rules, walk, (moved(rules, stage.key, to),))


def settled(rules: Rules, walk: Walk, *, ends: bool) -> Walk:
    """Count, and let time pass to the end of the window where it has to."""
    walk = replace(walk, at=walk.at + (2 * WINDOW if ends else timedelta(hours=1)))
    while taken := steps(rules, walk.item, walk.at):
        walk = follow(rules, walk, taken)
    return walk


def with_tally(walk: Walk, tally: Tally) -> Walk:
    return replace(walk, item=replace(walk.item, tally=tally))


def follow(rules: Rules, walk: Walk, taken: tuple[Step, ...]) -> Walk:
    for step in taken:
        item = walk.item
        if step.gate is not None:
            item = replace(item, passed=item.passed | {step.gate.key})
        walk = replace(walk, item=item, happened=(*walk.happened, step))
        if step.to:
            walk = _enter(walk, rules, step.to)
    return walk


def _enter(walk: Walk, rules: Rules, key: str) -> Walk:
    """As the live code does: a stage that gathers opens a window, one that discusses or votes its own."""
    stage = rules.stage(key)
    item = replace(walk.item, stage=stage.key, stage_ends_at=None)
    if stage.kind in COUNTING:
        item = replace(item, closes_at=walk.at + WINDOW)
    elif stage.kind in TIMED:
        item = replace(item, stage_ends_at=walk.at + WINDOW)
    name = "closed" if stage.kind == StageKind.CLOSED else stage.key
    return replace(walk, item=item, stages=(*walk.stages, name))
