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
from civic.processes.kinds import COUNTING, OUTCOMES, TIMED, Counter, Judged, Outcome, Rescue, StageKind

BEGIN = datetime(2026, 3, 2, 3, tzinfo=UTC)
WINDOW = timedelta(days=30)
MOST_WALKS = 20_000


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
class Happening:
    """One thing that happens: so much is counted, a time is over, somebody decides, moves or rescues."""

    tally: Tally | None = None
    ends: bool = False
    outcome: Outcome | None = None
    by_hand: str = ""
    is_rescue: bool = False


@dataclass(frozen=True)
class Walk:
    """An item on its way, and what has happened to it so far."""

    item: Item
    at: datetime = BEGIN
    happened: tuple[Step, ...] = ()
    stages: tuple[str, ...] = field(default=())
    # What happened, and where it stood and what it had passed afterwards.
    script: tuple[tuple[Happening, str, frozenset[str]], ...] = ()

    def noting(self, happening: Happening) -> "Walk":
        return replace(self, script=(*self.script, (happening, self.item.stage, self.item.passed)))

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
                yield counted(rules, walk, enough_for(gate.when), ends=gate.judged == Judged.END)
    if stage.kind in TIMED:
        yield counted(rules, walk, Tally(), ends=True)
    for outcome in OUTCOMES.get(stage.kind, ()):
        step = decided(rules, stage.key, outcome)
        yield follow(rules, walk, (step,)).noting(Happening(outcome=outcome))
    if stage.kind in COUNTING and rules.rescue != Rescue.NONE:
        yield follow(rules, walk, (rescued(rules, stage.key),)).noting(Happening(is_rescue=True))
    for to in stage.hand_moves:
        yield follow(rules, walk, (moved(rules, stage.key, to),)).noting(Happening(by_hand=to))


def counted(rules: Rules, walk: Walk, tally: Tally, *, ends: bool) -> Walk:
    return settled(rules, with_tally(walk, tally), ends=ends).noting(Happening(tally, ends))


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


def every_way(rules: Rules) -> Iterator[Walk]:
    """Whole walks, depth first; two that stand at the same place having passed the same are one."""
    waiting, seen = [begin(rules)], set()
    while waiting:
        walk = waiting.pop()
        here = (walk.item.stage, walk.item.passed)
        if walk.is_closed:
            yield walk
        elif here not in seen:
            seen.add(here)
            assert len(seen) < MOST_WALKS
            following = list(ways_on(rules, walk))
            assert following, f"stranded in {walk.item.stage}"
            waiting.extend(one for one in following if one.happened != walk.happened)


def walks_over_every_step(rules: Rules) -> list[Walk]:
    """So many walks that each way on from each place is taken in one of them, none the beginning of another."""
    waiting, seen, taken = [begin(rules)], set(), []
    while waiting:
        walk = waiting.pop()
        here = (walk.item.stage, walk.item.passed)
        following = [] if walk.is_closed or here in seen else list(ways_on(rules, walk))
        seen.add(here)
        going_on = [one for one in following if one.happened != walk.happened]
        waiting.extend(going_on)
        if not going_on:
            taken.append(walk)
    return taken
