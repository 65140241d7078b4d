"""The rules as sentences: nothing that holds goes unsaid, and nothing that changes goes unnoticed."""

import copy
import re
from itertools import pairwise
from random import Random

import pytest
from django.utils.translation import override

from civic.processes.document import RulesError, parse_rules
from civic.processes.presets import preset, preset_keys
from civic.processes.words import differences, first_goal, goals, share, tell, three_steps, what_awaits
from tests.civic.processes.random_rules import random_document


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def rules_of(key):
    return parse_rules(preset(key).document)


def texts(rules):
    return [one.text for one in tell(rules).sentences]


def test_the_first_rule_of_the_guide_is_one_sentence():
    said = texts(rules_of("seoul_like"))
    assert "When it gets 50 supports within 30 days, the department answers within 20 working days." in said
    assert "When it gets 100 supports within 30 days, it becomes a candidate for public debate." in said
    assert any(
        one.startswith("When it gets 1,000 supports within 30 days, the head of the institution")
        for one in said
    )


def test_two_conditions_at_once_stand_in_one_sentence():
    assert (
        "The committee deliberates on it if this holds after 20 days: "
        "at least 300 votes and votes in favour: more than 50% of the votes." in texts(rules_of("gyeongnam"))
    )


@pytest.mark.parametrize("key", preset_keys())
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_preset_is_told_without_a_blank_left_open(key, language):
    with override(language):
        rules = rules_of(key)
        told = tell(rules)
        everything = [
            *(one.text for one in told.sentences),
            *(text for deed in told.deeds for text in (deed.label, *deed.who, *deed.limits)),
            *(text for step in three_steps(rules) for text in (step.title, step.text)),
            *what_awaits(rules),
            *(goal.sentence for goal in goals(rules)),
        ]
        assert everything
        assert [text for text in everything if not text.strip() or "%(" in text] == []
        assert len(told.stages) == len(rules.stages)


@pytest.mark.parametrize("seed", range(150))
def test_no_two_sentences_of_one_set_of_rules_have_the_same_name(seed):
    rules = parse_rules(random_document(seed))
    keys = [one.key for one in tell(rules).sentences]
    limits = [key for key in keys if key.startswith("limits.")]
    assert len(set(keys)) == len(keys) or len(set(limits)) < len(limits)
    assert all(one.text.strip() and "%(" not in one.text for one in tell(rules).sentences)
    first_goal(rules), three_steps(rules), what_awaits(rules)


def test_a_poster_shows_the_three_thresholds_of_the_guide():
    figures = [goal.figure for goal in goals(rules_of("seoul_like"))]
    assert figures == ["50 supports", "100 supports", "1,000 supports"]


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path, value


def altered(document, path, value):
    changed = copy.deepcopy(document)
    inside = changed
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return changed


def other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}!" if not re.fullmatch(r"\d+/\d+", str(value)) else "1/3"


# What is not told because it decides nothing where it stands.
IDLE = ("otherwise", "rescue", "answer", "escalate_to", "identity", "judged", "member")


@pytest.mark.parametrize("seed", range(60))
def test_no_number_changes_in_silence(seed):
    document = random_document(seed)
    rules = parse_rules(document)
    chance = Random(seed)
    numbers = [
        (path, value) for path, value in leaves(document) if isinstance(value, int) and path != ("format",)
    ]
    for path, value in chance.sample(numbers, min(12, len(numbers))):
        try:
            changed = parse_rules(altered(document, path, other(value)))
        except RulesError:
            continue
        found = differences(rules, changed)
        assert (found == []) == (rules == changed), path
        if not set(path) & set(IDLE):
            assert all(one.what != "Notation" for one in found), path


def test_before_and_after_are_sentences():
    document = copy.deepcopy(preset("seoul_like").document)
    before = parse_rules(document)
    after = copy.deepcopy(document)
    gathering = after["stages"][0]
    if "gates" in gathering:
        gathering["gates"][0]["when"]["at_least"] = 40
    else:
        after["thresholds"][0]["count"] = 40
    (change,) = differences(before, parse_rules(after))
    assert change.old.startswith("When it gets 50 supports")
    assert change.new.startswith("When it gets 40 supports")


def test_the_same_rules_do_not_differ():
    assert differences(rules_of("jeju_2024"), rules_of("jeju_2024")) == []


def test_any_two_presets_can_be_compared():
    keys = preset_keys()
    for before, after in pairwise(keys):
        found = differences(rules_of(before), rules_of(after))
        assert found
        assert all(one.old != one.new for one in found)


@pytest.mark.parametrize(
    ("part", "said"), [("1/2", "50%"), ("1/200", "1/200"), ("2/3", "2/3"), ("1/8", "12.5%"), ("1", "100%")]
)
def test_shares_are_written_as_people_write_them(part, said):
    from fractions import Fraction

    assert share(Fraction(part)) == said


def test_a_longer_window_is_told_once_and_not_by_each_threshold():
    document = copy.deepcopy(preset("seoul_2020").document)
    document["stages"][0]["window"]["days"] = 60
    (change,) = differences(rules_of("seoul_2020"), parse_rules(document))
    assert "30 days" in change.old and "60 days" in change.new


def test_another_answer_date_is_told_once_and_not_by_each_threshold():
    document = copy.deepcopy(preset("seoul_2020").document)
    document["answers"]["department"]["days"] += 5
    (change,) = differences(rules_of("seoul_2020"), parse_rules(document))
    assert change.key == "answers.department.days"


def test_nobody_supports_or_votes_as_often_as_they_like():
    often = {row.deed: row.limits for key in preset_keys() for row in tell(rules_of(key)).deeds}
    assert often["support"][0] == "Once for each proposal."
    assert often["vote"][0] == "One ballot for each person."
