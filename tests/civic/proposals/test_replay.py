"""What happened to a proposal is what the engine says must happen, step by step, whatever the rules."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from civic.journeys.advance import advance
from civic.journeys.steps import follow
from civic.processes import engine
from civic.processes.calendars import calendar_here
from civic.processes.document import Rules, Tally, parse_rules
from civic.processes.engine import Calendar, Item
from civic.processes.kinds import COUNTING, TIMED, Counter, Outcome, StageKind
from civic.processes.presets import preset, preset_keys
from civic.proposals.models import StageResult, ThresholdCrossing
from civic.proposals.moving import held
from civic.proposals.placing import tops_in
from tests.civic.processes.random_rules import random_document
from tests.civic.proposals.conftest import count

FIELDS = {
    Counter.SUPPORT: "support_count",
    Counter.VERIFIED_SUPPORT: "verified_count",
    Counter.DISLIKE: "dislike_count",
    Counter.COMMENTS: "comment_count",
}


@dataclass
class Replayed:
    """The same life, without a database."""

    rules: Rules
    registered_at: datetime
    item: Item
    way: list[str] = field(default_factory=list)

    def settle(self, at: datetime) -> None:
        while due := engine.steps(self.rules, self.item, at):
            for step in due:
                self.follow(step, at)

    def follow(self, step, at: datetime) -> None:
        if step.gate:
            self.item = replace(self.item, passed=self.item.passed | {step.gate.key})
            self.way.append(f"gate {step.gate.key}")
        if step.to:
            self.enter(step.to, at)

    def enter(self, key: str, at: datetime) -> None:
        stage, here = self.rules.stage(key), calendar_here()
        end = None
        if stage.kind in TIMED:
            days = Calendar(here.zone, here.country, here.closures)
            end = engine.window_end(stage.window, registered_at=self.registered_at, entered_at=at, days=days)
        counts = stage.kind in COUNTING
        self.item = replace(
            self.item,
            stage=key,
            closes_at=end if counts else self.item.closes_at,
            stage_ends_at=None if counts else end,
        )
        self.way.append(key)


def live_both(proposal, chance: Random) -> None:
    rules = proposal.rules
    at = proposal.submitted_at
    told = Replayed(rules, at, Item(proposal.stage_key, proposal.closes_at, proposal.stage_ends_at))
    counts: dict[Counter, int] = dict.fromkeys(FIELDS, 0)
    for _turn in range(12):
        at += timedelta(hours=chance.choice([1, 30, 24 * 8, 24 * 40]))
        for counter in FIELDS:
            counts[counter] += chance.choice([0, 0, 3, 20, 300, 6_000])
        counts[Counter.VERIFIED_SUPPORT] = counts[Counter.SUPPORT]
        count(proposal, **{FIELDS[counter]: number for counter, number in counts.items()})
        result = record_something(proposal, chance, at)
        told.item = replace(told.item, tally=Tally({**counts, **result}))
        advance(proposal=proposal, at=at)
        told.settle(at)
        assign_what_is_not_a_departments(proposal, told, at)
        decide_something(proposal, told, chance, at)
        assert_same(proposal, told)


def record_something(proposal, chance, at) -> dict[Counter, int]:
    """A debate or vote has its result before its time is over: else it waits, which no replay knows."""
    if proposal.stage not in (StageKind.DEBATING, StageKind.VOTING):
        return {}
    result = {Counter.VOTES: 10, Counter.IN_FAVOUR: chance.randint(0, 10)}
    StageResult.objects.create(proposal=proposal, stage_key=proposal.stage_key, counts=result, at=at)
    return result


def decide_something(proposal, told: Replayed, chance: Random, at) -> None:
    ways = dict(proposal.rules.stage(proposal.stage_key).ways)
    if ways and chance.random() < 0.5:
        outcome = Outcome(chance.choice(sorted(ways)))
        here = held(proposal)
        assert follow(here, outcome, at)
        proposal.refresh_from_db()
        told.follow(engine.decided(told.rules, told.item.stage, outcome), at)
        assign_what_is_not_a_departments(proposal, told, at)


def assign_what_is_not_a_departments(proposal, told: Replayed, at) -> None:
    """Where the head or a committee answers, nobody looks for a department: that stage is over at once."""
    proposal.refresh_from_db()
    reviewing = told.rules.stage(told.item.stage).kind == StageKind.REVIEWING
    owed = list(proposal.answer_requests.all())
    if reviewing and owed and not any(request.needs_department for request in owed):
        told.follow(engine.decided(told.rules, told.item.stage, Outcome.ASSIGNED), at)


def assert_same(proposal, told: Replayed) -> None:
    proposal.refresh_from_db()
    passed = set(ThresholdCrossing.objects.filter(proposal=proposal).values_list("threshold", flat=True))
    assert (proposal.stage_key, proposal.closes_at, proposal.stage_ends_at, passed) == (
        told.item.stage,
        told.item.closes_at,
        told.item.stage_ends_at,
        set(told.item.passed),
    )
    _first, *entered = proposal.moves.values_list("stage_key", flat=True)
    assert entered == [one for one in told.way if not one.startswith("gate ")]


def asks_for_more(document) -> bool:
    """Places depend on others; people taking part are counted from rows, which this test does not write."""
    rules = parse_rules(document)
    tops = any(tops_in(gate.when) for gate in rules.gates.values())
    return tops or bool(rules.counters & {Counter.PARTICIPANTS, Counter.SIMILAR})


# A department that is not found by a category stands in no rule: these proposals have none.
@pytest.mark.parametrize("key", [key for key in preset_keys() if not asks_for_more(preset(key).document)])
def test_under_the_rules_of_every_preset(key, submitted):
    for seed in range(3):
        live_both(submitted(preset(key).document, at=timezone.now()), Random(f"{key}{seed}"))


def test_under_rules_drawn_at_random(submitted):
    seeds = [seed for seed in range(120) if not asks_for_more(random_document(seed))][:40]
    for seed in seeds:
        live_both(submitted(random_document(seed), at=timezone.now()), Random(seed))
