"""The way of one past item under a set of rules: the engine, asked at every instant that can matter.

What the engine says is carried out as the journeys carry it out; nothing is judged here. Between two
instants at which a gate can begin to hold or a period ends, the engine has nothing to say, so it is not
asked: tests step through every single act and find the same way.

What people would have decided is not known. What is checked before it is shown is taken as accepted and
what waits for a department as assigned, at once; before a committee, and where an answer is being written,
the way ends.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from civic.processes import engine
from civic.processes.document import Rules, Tally, counters_of
from civic.processes.document.shapes import HELD_APART
from civic.processes.engine import Calendar, Item, Step
from civic.processes.kinds import COUNTING, TIMED, Counter, Expiry, Judged
from civic.processes.simulating.companies import ALONE, Others, comparing_stages
from civic.processes.simulating.counting import (
    DEEDS,
    OF_A_VOTE,
    TAKEN_FOR_GRANTED,
    Tape,
    has_result,
    plain_counts,
)
from civic.processes.simulating.dating import Dates
from civic.processes.simulating.past import Past, instant, micros

MICROS_A_DAY = 86_400_000_000
NO_PLACES: Mapping[Counter, int] = {}


class Fate(StrEnum):
    """What has become of an item by the end of the replay."""

    WENT_ON = "went_on"
    RUNNING = "running"
    EXPIRED = "expired"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Passing:
    gate: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer that became owed. `answer` is a key of rules.answers."""

    answer: str
    since: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """`stage` is where it stood in the end; `expiry` how its time ran out, where it did."""

    passed: tuple[Passing, ...]
    owed: tuple[Owed, ...]
    fate: Fate
    stage: str
    expiry: Expiry | None = None


class Walker:
    """Walks items along one set of rules. `until` is now: later ends have not come; None lets all come."""

    def __init__(self, rules: Rules, days: Calendar, *, until: datetime | None = None) -> None:
        self.rules = rules
        self.dates = Dates(days)
        self.until = micros(until) if until is not None else None
        self.needed = plain_counts(rules)
        self._open: dict[Hashable, tuple[Counter, ...]] = {}
        self.last = rules.stages[-1].key
        self.granted = frozenset(stage.key for stage in rules.stages if stage.kind in TAKEN_FOR_GRANTED)
        # By stage, its gates that look at the result of a vote.
        self.of_a_vote = {
            stage.key: [gate.key for gate in stage.gates if counters_of(gate.when) & OF_A_VOTE]
            for stage in rules.stages
            if stage.kind in TIMED
        }
        self.judges_votes = any(self.of_a_vote.values())
        self.comparing = comparing_stages(rules)
        # A gate that asks for nothing is passed at the very instant of registration.
        self.begins_open = any(
            gate.judged == Judged.ONCE and gate.when.holds(Tally()) for gate in rules.gates.values()
        )

    def walk(self, past: Past, others: Others = ALONE) -> Way:
        return _Walk(self, past, others).to_its_end()

    def enter(self, item: Item, key: str, *, at: datetime, registered_at: datetime) -> Item:
        """The item in its next stage, with the ends that come with it."""
        stage = self.rules.stage(key)
        end = self.dates.window_end(stage, registered_at=registered_at, entered_at=at)
        if stage.kind in COUNTING:
            return Item(key, end, None, item.passed)
        return Item(key, item.closes_at, end if stage.kind in TIMED else None, item.passed)

    def ends(self, item: Item) -> tuple[int, ...]:
        """Every instant at which what may be done to the item can change by the clock alone."""
        stage = self.rules.stage(item.stage)
        counting = self.rules.counting_stage(item.stage)
        found: list[int] = []
        for end, source in ((item.closes_at, counting), (item.stage_ends_at, stage)):
            if end is None or source is None:
                continue
            begins = micros(end)
            grace = source.window.grace if source.window else ()
            found += [begins, *(begins + days * MICROS_A_DAY for _deed, days in grace)]
        return tuple(found)

    def open_counters(self, item: Item, ends: tuple[int, ...], at: int) -> tuple[Counter, ...]:
        """The counters that can go up from `at` on, until the next of its ends.

        The engine compares instants with the ends and with nothing else, so its answer is the same for
        every item in the same stage of which the same ends have passed.
        """
        key = (item.stage, item.passed, item.stage_ends_at is None, tuple(end <= at for end in ends))
        if key not in self._open:
            moment = instant(at)
            self._open[key] = tuple(
                counter
                for counter in self.needed
                if any(
                    engine.is_open_for(self.rules, item, deed, moment).allowed
                    for deed in DEEDS.get(counter, ())
                )
            )
        return self._open[key]


class _Walk:
    """One item on its way."""

    def __init__(self, walker: Walker, past: Past, others: Others) -> None:
        self.walker = walker
        self.rules = walker.rules
        self.past = past
        self.others = others
        self.tape = Tape(walker.rules, past, walker.needed)
        self.now = micros(past.registered_at)
        self.passed: list[Passing] = []
        self.owed: list[Owed] = []
        self.expiry: Expiry | None = None
        self.ends: tuple[int, ...] = ()
        self.noted: set[tuple[str, datetime]] = set()
        self.item = Item(stage=self.rules.first_stage.key)
        self._enter(self.item.stage)

    def to_its_end(self) -> Way:
        left_at = micros(self.past.left_at) if self.past.left_at is not None else None
        for key in engine.owed_from_the_beginning(self.rules):
            self._owe(key, self.past.registered_at)
        if self.walker.begins_open or self.item.stage in self.walker.granted:
            self._settle()
        while self.item.stage != self.walker.last:
            end = min([end for end in self.ends if end > self.now], default=None)
            counters = self.walker.open_counters(self.item, self.ends, self.now)
            act = self.tape.next_reaching(counters, end)
            at = act if act is not None else end
            if left_at is not None and (at is None or left_at <= at):
                return self._came_to(Fate.LEFT)
            if at is None:
                return self._came_to(Fate.WENT_ON)
            if self.walker.until is not None and at > self.walker.until:
                return self._came_to(self._not_over())
            self.tape.play(at, counters, inclusive=act is not None)
            self.now = at
            self._add_finals()
            self._settle()
        return self._came_to(Fate.WENT_ON)

    def _not_over(self) -> Fate:
        """Its time still runs; or it has been led on already, and only a further threshold is still open."""
        kind = self.rules.stage(self.item.stage).kind
        return Fate.RUNNING if kind in TIMED else Fate.WENT_ON

    def _add_finals(self) -> None:
        for end, of_a_vote in ((self.item.closes_at, False), (self.item.stage_ends_at, True)):
            if end is not None and self.now >= micros(end):
                self.tape.add_finals(of_a_vote=of_a_vote)
        # Where nothing is gathered, the end of what there is has to do.
        if self.item.closes_at is None and self._stage_is_over():
            self.tape.add_finals(of_a_vote=False)

    def _stage_is_over(self) -> bool:
        return self.item.stage_ends_at is not None and self.now >= micros(self.item.stage_ends_at)

    def _settle(self) -> None:
        """As the journeys do: carry out what must happen now, until nothing more must."""
        while True:
            self._take_for_granted()
            moment = instant(self.now)
            found = engine.steps(self.rules, self._judged(), moment)
            for step in found:
                self._carry_out(step, moment)
            # What stays where it is has been asked about everything; so has what is closed.
            if all(step.to in ("", self.walker.last) for step in found):
                return

    def _judged(self) -> Item:
        """With its places, once they stand; until then, and until a vote's result is known, no time is over."""
        item, tally = self.item, self._tally(NO_PLACES, self.item.stage)
        closes_at, stage_ends_at = item.closes_at, item.stage_ends_at
        if self._lacks_a_result():
            stage_ends_at = None
        ended = self._ended_beside_others()
        if ended is not None and self._waits_for_others(*ended):
            if ended[1] == closes_at:
                closes_at = None
            if ended[1] == stage_ends_at:
                stage_ends_at = None
        elif ended is not None:
            tally = self._tally(self.others.places(*ended, tally), item.stage)
        return Item(item.stage, closes_at, stage_ends_at, item.passed, tally)

    def _tally(self, places: Mapping[Counter, int], stage: str) -> Tally:
        return self.tape.tally(places, apart=self.rules.stage(stage).kind in HELD_APART)

    def _lacks_a_result(self) -> bool:
        """What only a recorded result can say waits for it: it is not judged by a time that is over."""
        if not self.walker.judges_votes or has_result(self.past):
            return False
        return any(key not in self.item.passed for key in self.walker.of_a_vote.get(self.item.stage, ()))

    def _waits_for_others(self, key: str, end: datetime) -> bool:
        """Who is compared is judged together with those whose time ends in the same period, when that is over."""
        if (key, end) not in self.noted:
            self.noted.add((key, end))
            self.others.note(key, end, self._tally(NO_PLACES, key))
        judged_at = micros(self.others.judged_at(key, end))
        if self.now < judged_at:
            self.ends = tuple(sorted({*self.ends, judged_at}))
        return self.now < judged_at

    def _ended_beside_others(self) -> tuple[str, datetime] | None:
        """The stage that compares its items and whose time has ended, with the end."""
        if not self.walker.comparing:
            return None
        stage = self.rules.stage(self.item.stage)
        counting = self.rules.counting_stage(self.item.stage)
        for end, source in ((self.item.stage_ends_at, stage), (self.item.closes_at, counting)):
            if end is not None and source is not None and source.key in self.walker.comparing:
                return (source.key, end) if self.now >= micros(end) else None
        return None

    def _take_for_granted(self) -> None:
        while (stage := self.rules.stage(self.item.stage)).kind in TAKEN_FOR_GRANTED:
            step = engine.decided(self.rules, stage.key, TAKEN_FOR_GRANTED[stage.kind])
            self._carry_out(step, instant(self.now))

    def _carry_out(self, step: Step, moment: datetime) -> None:
        if step.gate is not None:
            self.passed.append(Passing(step.gate.key, moment))
            self.item = replace(self.item, passed=self.item.passed | {step.gate.key})
        for key in engine.answers_owed(self.rules, step):
            self._owe(key, moment)
        if step.expiry is not None and step.expiry != Expiry.GO_ON:
            self.expiry = step.expiry
        if step.to:
            self._enter(step.to)

    def _owe(self, key: str, moment: datetime) -> None:
        """Once for each answerer: nobody here has answered yet."""
        answer = self.rules.answer_rules(key)
        if all(self.rules.answer_rules(one.answer).by != answer.by for one in self.owed):
            self.owed.append(Owed(key, moment, self.walker.dates.due(answer, moment)))

    def _enter(self, key: str) -> None:
        self.item = self.walker.enter(
            self.item, key, at=instant(self.now), registered_at=self.past.registered_at
        )
        self.ends = self.walker.ends(self.item)

    def _came_to(self, fate: Fate) -> Way:
        if self.expiry is not None and fate != Fate.LEFT:
            fate = Fate.EXPIRED
        return Way(tuple(self.passed), tuple(self.owed), fate, self.item.stage, self.expiry)
