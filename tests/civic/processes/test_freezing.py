"""What decides a count cannot change under it; everything else can."""

import copy

import pytest

from civic.processes.document import Tally, parse_rules
from civic.processes.drafting import begun_from
from civic.processes.freezing import has_counted_acts, is_frozen
from civic.processes.kinds import Counter
from civic.processes.presets import preset

SUPPORTED = Tally({Counter.SUPPORT: 1})


def rules(change=None, key="seoul_like"):
    document = copy.deepcopy(begun_from(preset(key).document))
    if change is not None:
        change(document)
    return parse_rules(document)


def at(path, value):
    def change(document):
        *way, last = path.split(".")
        here = document
        for step in way:
            here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
        here[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stages.0.gates.0.when.at_least", 40),
        ("stages.0.gates.0.when.counter", "comments"),
        ("stages.0.gates.0.to", "answering"),
        ("stages.0.gates.1.effects", ["open_debate"]),
        ("stages.0.window.days", 31),
        ("stages.0.window.counted_from", "entry"),
        ("stages.0.otherwise.how", "archive"),
        ("counting.offline_counts", True),
        ("counting.unverified", "shown_apart"),
        ("eligibility.support.min_age", 14),
    ],
)
def test_what_decides_the_count_is_frozen(path, value):
    verdict = is_frozen(rules(), rules(at(path, value)), "gathering", SUPPORTED)
    assert verdict.code == "rule_frozen"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stages.0.label.ko", "마음 모으기"),
        ("stages.2.label.ko", "답을 기다림"),
        ("answers.department.days", 10),
        ("rescue.within_days", 30),
        ("eligibility.propose.min_age", 14),
        ("eligibility.support.member", True),
    ],
)
def test_what_decides_no_count_is_not(path, value):
    assert is_frozen(rules(), rules(at(path, value)), "gathering", SUPPORTED).allowed


def test_before_the_first_act_everything_may_change():
    other = rules(at("stages.0.gates.0.when.at_least", 40))
    assert is_frozen(rules(), other, "gathering", Tally()).allowed


def test_a_comment_is_an_act_where_comments_are_counted():
    commented = Tally({Counter.COMMENTS: 1})
    assert not has_counted_acts(rules(), "gathering", commented)
    assert has_counted_acts(rules(key="suwon"), rules(key="suwon").gathering.key, commented)


def test_a_count_stays_frozen_after_the_item_has_moved_on():
    other = rules(at("stages.0.gates.2.when.at_least", 900))
    assert is_frozen(rules(), other, "answering", SUPPORTED).code == "rule_frozen"
