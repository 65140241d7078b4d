"""Drafts are changed piece by piece: keys stay, references are led on, mistakes are found behind each other."""

import pytest

from civic.processes.document import parse_rules
from civic.processes.drafting import (
    NoSuchStage,
    added,
    begun_from,
    duplicated,
    moved,
    place_of,
    read_draft,
    removed,
    stage_of,
    with_kind,
    with_parts,
)
from civic.processes.kinds import StageKind
from civic.processes.presets import preset, preset_keys


@pytest.fixture
def document():
    return begun_from(preset("seoul_like").document)


def keys(document) -> list[str]:
    return [stage["key"] for stage in document["stages"]]


@pytest.mark.parametrize("key", preset_keys())
def test_a_preset_as_a_draft_says_the_same(key):
    begun = begun_from(preset(key).document)
    assert parse_rules(begun) == parse_rules(preset(key).document)
    assert read_draft(begun)[1] == []


@pytest.mark.parametrize("key", preset_keys())
def test_any_stage_can_be_doubled_and_the_rules_still_hold(key):
    begun = begun_from(preset(key).document)
    for stage in begun["stages"][:-1]:
        twice, twin = duplicated(begun, stage["key"])
        assert place_of(twice, twin) == place_of(twice, stage["key"]) + 1
        assert read_draft(twice)[1] == []


def test_what_led_to_a_removed_stage_leads_to_the_next(document):
    assert stage_of(document, "gathering")["gates"][0]["to"] == "reviewing"
    rest = removed(document, "reviewing")
    assert stage_of(rest, "gathering")["gates"][0]["to"] == "answering"
    assert read_draft(rest)[1] == []
    assert removed(document, "closed") == document


def test_the_end_stays_the_end(document):
    assert moved(document, "closed", up=True) == document
    assert moved(document, "carrying_out", up=False) == document
    assert moved(document, "gathering", up=True) == document
    assert keys(moved(document, "gathering", up=False))[:2] == ["reviewing", "gathering"]


@pytest.mark.parametrize("kind", [kind for kind in StageKind if kind != StageKind.CLOSED])
def test_a_new_stage_of_any_kind_can_be_published_as_it_is(document, kind):
    longer, key = added(document, kind, before="closed")
    assert keys(longer)[-2:] == [key, "closed"]
    assert read_draft(longer)[1] == []


def test_a_stage_of_another_kind_keeps_its_key_and_name(document):
    stage = with_kind(stage_of(document, "gathering"), StageKind.COMMITTEE)
    assert (stage["key"], stage["label"], "gates" in stage) == (
        "gathering",
        stage_of(document, "gathering")["label"],
        False,
    )


def test_a_mistake_does_not_hide_the_one_behind_it(document):
    document["stages"][0]["window"]["days"] = "서른"
    document["limits"] = [{"deed": "propose"}]
    document["counting"] = {"dislike": "maybe"}
    rules, mistakes = read_draft(document)
    assert {one.path for one in mistakes} == {"stages.0.window.days", "limits.0.count", "counting.dislike"}
    assert rules is not None


def test_parts_that_are_empty_go(document):
    limits = [{"deed": "propose", "count": 1, "days": 1}]
    longer = with_parts(document, {"limits": limits})
    assert longer["limits"] == limits
    assert "limits" not in with_parts(longer, {"limits": []})


def test_what_is_not_there_is_said_so(document):
    with pytest.raises(NoSuchStage):
        stage_of(document, "nowhere")
