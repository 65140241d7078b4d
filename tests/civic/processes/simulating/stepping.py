"""The plain way to replay an item: ask the engine at every act and every end, one by one.

Slow, and short enough to be believed: what the simulator skips must not change anything.
"""

from collections import Counter as Tallied
from dataclasses import replace
from datetime import datetime, timedelta

from civic.processes.document import Rules, Tally, counters_of
from civic.processes.engine import Calendar, Item, decided, is_open_for, period_end, steps, window_end
from civic.processes.kinds import COUNTING, TIMED, Counter, Effect, Expiry, Outcome, StageKind
from civic.processes.simulating import Fate, Owed, Passing, Past, Way, instant
from civic.processes.simulating.counting import DEEDS, OF_A_VOTE, counts_people_apart

ANSWERS = {Effect.OWE_ANSWER, Effect.HEAD_ANSWERS, Effect.MEETING}
AT_ONCE = {StageKind.SCREENING: Outcome.ACCEPTED, StageKind.REVIEWING: Outcome.ASSIGNED}


def rules_first_owes(rules: Rules) -> bool:
    return rules.first_stage.kind in (StageKind.REVIEWING, StageKind.ANSWERING)


class Stepping:
    def __init__(self, rules: Rules, past: Past, days: Calendar, until: datetime | None) -> None:
        self.rules, self.past, self.days, self.until = rules, past, days, until
        self.counts: Tallied[Counter] = Tallied()
        self.apart = counts_people_apart(rules)
        self.taking_part = 0
        self.finals = {**past.finals}
        self.passed: list[Passing] = []
        self.owed: list[Owed] = []
        self.expiry: Expiry | None = None
        self.now = past.registered_at
        self.item = Item(rules.first_stage.key)
        self.enter(rules.first_stage.key)

    def way(self) -> Way:
        acts = sorted((moment, counter) for counter, all_ in self.past.acts.items() for moment in all_)
        if rules_first_owes(self.rules):
            self.owe(self.rules.first_stage.answer or self.rules.answers[0][0])
        self.settle()
        while self.stage.kind != StageKind.CLOSED:
            end = min((end for end in self.ends() if end > self.now), default=None)
            act = instant(acts[0][0]) if acts else None
            at = min((moment for moment in (end, act) if moment is not None), default=None)
            left_at = self.past.left_at
            if left_at is not None and (at is None or left_at <= at):
                return self.came_to(Fate.LEFT)
            if at is None:
                return self.came_to(Fate.WENT_ON)
            if self.until is not None and at > self.until:
                return self.came_to(Fate.RUNNING if self.stage.kind in TIMED else Fate.WENT_ON)
            self.now = at
            if at == end:
                self.add_finals()
            else:
                self.count(acts.pop(0)[1])
            self.settle()
        return self.came_to(Fate.WENT_ON)

    @property
    def stage(self):
        return self.rules.stage(self.item.stage)

    def ends(self):
        for end, source in (
            (self.item.closes_at, self.rules.counting_stage(self.item.stage)),
            (self.item.stage_ends_at, self.stage),
        ):
            if end is not None and source is not None:
                yield end
                yield from (end + timedelta(days=days) for _deed, days in source.window.grace)

    def count(self, counter: Counter) -> None:
        deeds = DEEDS.get(counter, ())
        if any(is_open_for(self.rules, self.item, deed, self.now).allowed for deed in deeds):
            self.counts[counter] += 1

    def add_finals(self) -> None:
        gathered = self.item.closes_at or self.item.stage_ends_at
        for counter in list(self.finals):
            is_apart = self.apart and counter == Counter.PARTICIPANTS
            end = self.item.stage_ends_at if is_apart or counter in OF_A_VOTE else gathered
            if end is not None and self.now >= end and is_apart:
                self.taking_part += self.finals.pop(counter)
            elif end is not None and self.now >= end:
                self.counts[counter] += self.finals.pop(counter)

    def settle(self) -> None:
        while True:
            while self.stage.kind in AT_ONCE:
                self.follow(decided(self.rules, self.stage.key, AT_ONCE[self.stage.kind]))
            found = steps(self.rules, self.judged(), self.now)
            if not found:
                return
            for step in found:
                self.follow(step)

    def follow(self, step) -> None:
        if step.gate is not None:
            self.passed.append(Passing(step.gate.key, self.now))
            self.item = replace(self.item, passed=self.item.passed | {step.gate.key})
        usual = self.rules.answers[0][0]
        for effect in step.effects:
            if effect in ANSWERS:
                both = effect == Effect.OWE_ANSWER and Effect.HEAD_ANSWERS in step.effects
                self.owe(usual if both else step.answer or usual)
        if step.expiry not in (None, Expiry.GO_ON):
            self.expiry = step.expiry
        if step.to:
            self.enter(step.to)

    def owe(self, key: str) -> None:
        answer = self.rules.answer_rules(key)
        if answer.by not in [self.rules.answer_rules(one.answer).by for one in self.owed]:
            self.owed.append(Owed(key, self.now, period_end(self.now, answer.days, answer.unit, self.days)))

    def judged(self) -> Item:
        counts = dict(self.counts)
        if self.stage.kind in (StageKind.DEBATING, StageKind.VOTING):
            counts[Counter.PARTICIPANTS] = self.taking_part
        item = replace(self.item, tally=Tally(counts))
        known = {*self.past.finals, *self.past.acts}
        asks = any(
            gate.key not in item.passed and counters_of(gate.when) & OF_A_VOTE for gate in self.stage.gates
        )
        return replace(item, stage_ends_at=None) if asks and not known & OF_A_VOTE else item

    def enter(self, key: str) -> None:
        stage = self.rules.stage(key)
        item = replace(self.item, stage=key, stage_ends_at=None)
        if stage.kind in TIMED:
            end = window_end(
                stage.window, registered_at=self.past.registered_at, entered_at=self.now, days=self.days
            )
            name = "closes_at" if stage.kind in COUNTING else "stage_ends_at"
            item = replace(item, **{name: end})
        self.item = item

    def came_to(self, fate: Fate) -> Way:
        if self.expiry is not None and fate != Fate.LEFT:
            fate = Fate.EXPIRED
        return Way(tuple(self.passed), tuple(self.owed), fate, self.item.stage, self.expiry)
