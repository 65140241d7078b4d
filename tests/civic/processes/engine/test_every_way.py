"""An item is walked through every way of every preset: each comes to an end, and nothing is in vain."""

from collections.abc import Iterator

import pytest

from civic.processes.document import Rules, parse_rules
from civic.processes.kinds import ANSWERED
from civic.processes.presets import preset, preset_keys
from tests.civic.processes.engine.walking import Walk, begin, ways_on

MOST_WALKS = 20_000


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


@pytest.fixture(params=preset_keys())
def rules(request) -> Rules:
    return parse_rules(preset(request.param).document)


def test_every_way_comes_to_the_end(rules):
    walks = list(every_way(rules))
    assert walks
    assert all(walk.stages[-1] == "closed" for walk in walks)


def test_no_stage_and_no_threshold_is_in_vain(rules):
    walks = list(every_way(rules))
    visited = {stage for walk in walks for stage in walk.stages}
    passed = {key for walk in walks for key in walk.item.passed}
    assert visited == {stage.key for stage in rules.stages}
    assert passed == set(rules.gates)


def test_no_way_passes_a_threshold_twice_or_goes_back(rules):
    for walk in every_way(rules):
        gates = [step.gate.key for step in walk.happened if step.gate]
        places = [rules.place(stage) for stage in walk.stages]
        assert len(gates) == len(set(gates))
        assert places == sorted(set(places))


def test_whoever_is_sent_to_be_answered_is_owed_an_answer_by_a_date(rules):
    for walk in every_way(rules):
        for before, step in zip(("", *walk.stages), walk.happened, strict=False):
            if step.to and rules.stage(step.to).kind in ANSWERED and before:
                owed = any(one.effects for one in walk.happened)
                assert owed
                assert rules.answer_rules(step.answer or rules.answers[0][0]).days > 0
