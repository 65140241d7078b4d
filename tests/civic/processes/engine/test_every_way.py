"""An item is walked through every way of every preset: each comes to an end, and nothing is in vain."""

import pytest

from civic.processes.document import Rules, parse_rules
from civic.processes.kinds import ANSWERED
from civic.processes.presets import preset, preset_keys
from tests.civic.processes.engine.walking import every_way


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
