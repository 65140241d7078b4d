"""Rules of real institutions, as files: each can be read, and says where it comes from."""

import json

import pytest

from civic.processes.document import parse_rules
from civic.processes.kinds import StageKind
from civic.processes.presets import preset, preset_keys

TWELVE_OF_THE_GUIDE = {
    "seoul_2019", "seoul_2020", "daejeon_2019", "daejeon_2025", "gwangju_2021", "gyeongnam",
    "incheon_2018", "jeju_2024", "assembly", "eunpyeong", "suwon", "sejong",
}  # fmt: skip


def test_the_twelve_of_the_guide_and_two_laws_are_there():
    assert TWELVE_OF_THE_GUIDE | {"residents_ordinance", "cheongwon24"} <= set(preset_keys())


@pytest.mark.parametrize("key", preset_keys())
def test_every_preset_says_what_it_is_and_where_it_comes_from(key):
    chosen = preset(key)
    assert dict(chosen.names).keys() == dict(chosen.sources).keys() == {"ko", "en"}
    assert chosen.source_date.year >= 2015


@pytest.mark.parametrize("key", preset_keys())
def test_every_preset_is_a_set_of_rules_and_can_be_stored(key):
    document = preset(key).document
    rules = parse_rules(json.loads(json.dumps(document)))
    assert rules == parse_rules(document)
    assert rules.stages[-1].kind == StageKind.CLOSED


@pytest.mark.parametrize("key", preset_keys())
def test_every_stage_and_refusal_of_a_preset_is_named_in_both_languages(key):
    rules = parse_rules(preset(key).document)
    for labels in [stage.labels for stage in rules.stages] + [code.labels for code in rules.refusals]:
        assert {"ko", "en"} <= dict(labels).keys()
