"""Mistakes in rules are found while they are written, each with a sentence and what to do about it."""

import copy
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.processes.document import parse_rules
from civic.processes.kinds import Counter, Identity
from civic.processes.linting import Level, LintContext, Past, lint, lint_document
from civic.processes.presets import preset, preset_keys
from tests.civic.processes.random_rules import random_document

TODAY = date(2026, 11, 22)
CONTEXT = LintContext(TODAY, languages=("ko", "en"), identities=frozenset({Identity.PHONE}))


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def document(*stages, **more):
    return {
        "format": 2,
        "stages": [*stages, {"kind": "closed", "label": {"ko": "마무리", "en": "Closed"}}],
        "answers": {"department": {"days": 40, "unit": "calendar"}},
        **more,
    }


def gathering(*gates, days=30, **more):
    return {
        "kind": "gathering",
        "label": {"ko": "모으기", "en": "Gathering"},
        "window": {"days": days, "counted_from": "registration"},
        "otherwise": {"how": "close", "repropose_after_days": 0},
        "gates": list(gates),
        **more,
    }


def gate(key, count, counter="support", **more):
    return {"key": key, "when": {"counter": counter, "at_least": count}, **more}


REVIEWING = {
    "kind": "reviewing",
    "label": {"ko": "부서 지정", "en": "Reviewing"},
    "ways": {"refused": "closed"},
}
ANSWERING = {"kind": "answering", "label": {"ko": "답변 준비", "en": "Answering"}}
TO_REVIEW = gate("answer", 50, effects=["owe_answer"], to="reviewing")
DEBATE = {
    "kind": "debating",
    "label": {"ko": "토론", "en": "Debate"},
    "window": {"days": 30, "counted_from": "entry"},
    "debate": {"form": "open"},
}
REFUSALS = [{"code": "private", "label": {"ko": "사생활", "en": "Private matters"}}]
SOUND = document(gathering(TO_REVIEW), REVIEWING, ANSWERING, refusals=REFUSALS)


def codes(written, context=CONTEXT, level=None):
    return {one.code for one in lint(parse_rules(written), context) if level in (None, one.level)}


def changed(**more):
    return {**copy.deepcopy(SOUND), **more}


def with_answer(**more):
    return changed(answers={"department": {"days": 40, "unit": "calendar", **more}})


def with_share(**population):
    one = {"key": "residents", "people": 10000, "label": {"ko": "주민", "en": "Residents"}, **population}
    share = {"key": "answer", "when": {"counter": "support", "share_of": "residents", "at_least": "1/50"}}
    return document(
        gathering({**share, "to": "reviewing"}), REVIEWING, ANSWERING, refusals=REFUSALS, populations=[one]
    )


def test_sound_rules_have_nothing_to_find():
    assert lint(parse_rules(SOUND), CONTEXT) == []


FAULTS = {
    "over_before_it_begins": document(
        {**gathering({**TO_REVIEW, "judged": "end"}), "key": "first"} | {"otherwise": {"how": "go_on", "to": "again"}},
        {**gathering({**TO_REVIEW, "key": "more"}, days=20), "key": "again"},
        REVIEWING,
    ),
    "expires_at_once": document(
        {**gathering(days=30), "key": "first", "otherwise": {"how": "go_on", "to": "again"}},
        {**gathering(TO_REVIEW, days=30), "key": "again"},
        REVIEWING,
    ),
    "may_be_over_before_it_begins": document(
        {**gathering(gate("on", 10, to="again")), "key": "first"},
        {**gathering({**TO_REVIEW, "key": "more"}, days=30), "key": "again"},
        REVIEWING,
    ),
    "windows_overlap": document(
        {**gathering(gate("on", 10, to="again")), "key": "first"},
        {**gathering({**TO_REVIEW, "key": "more"}, days=60), "key": "again"},
        REVIEWING,
    ),
    "no_time_named": document({"kind": "screening"}, gathering(TO_REVIEW), REVIEWING),
    "very_short": document(gathering(TO_REVIEW, days=1), REVIEWING),
    "very_long": document(gathering(TO_REVIEW, days=400), REVIEWING),
    "short_debate": document(gathering(gate("d", 9, to="debating")), {**DEBATE, "window": {"days": 20}}),
    "grace_longer_than_window": document(
        gathering(TO_REVIEW, window={"days": 5, "grace": {"comment": 9}}), REVIEWING
    ),
    "grace_for_nothing": document(gathering(TO_REVIEW, window={"days": 5, "grace": {"vote": 1}}), REVIEWING),
    "no_second_chance": document(gathering(TO_REVIEW, otherwise={"how": "close"}), REVIEWING),
    "unreachable": document(gathering(TO_REVIEW), DEBATE, REVIEWING),
    "only_by_hand": document(gathering(TO_REVIEW, hand_moves=["debating"]), DEBATE, REVIEWING),
    "leads_nowhere": document(gathering(), REVIEWING),
    "nothing_permitted": document(
        gathering(TO_REVIEW), {**REVIEWING, "without": ["support", "dislike", "comment", "edit"]}
    ),
    "forbidden_twice": document(gathering(TO_REVIEW, without=["vote"]), REVIEWING),
    "hidden_from_those_who_count": document(
        gathering(TO_REVIEW, visibility="author_and_staff"), REVIEWING
    ),
    "hidden_again": document(gathering(TO_REVIEW), {**REVIEWING, "visibility": "by_link"}),
    "moves_back": document(gathering(TO_REVIEW), {**REVIEWING, "hand_moves": ["gathering"]}),
    "moves_to_itself": document(gathering(TO_REVIEW), {**REVIEWING, "hand_moves": ["reviewing"]}),
    "effect_without_a_stage": document(gathering(gate("d", 9, effects=["open_debate"]))),
    "nothing_to_rescue": document(REVIEWING, rescue={"by": "committee"}),
    "rescue_without_grounds": document(gathering(TO_REVIEW), REVIEWING, rescue={"by": "committee"}),
    "same_condition": document(gathering(TO_REVIEW, gate("two", 50, effects=["meeting"])), REVIEWING),
    "below_an_earlier_one": document(gathering(TO_REVIEW, gate("two", 40, effects=["meeting"])), REVIEWING),
    "passed_at_once": document(
        {**gathering(gate("on", 100, to="again")), "key": "first"},
        {**gathering(TO_REVIEW), "key": "again"},
        REVIEWING,
    ),
    "never_reached": document(gathering(gate("v", 9, "votes", to="reviewing")), REVIEWING),
    "counted_too_late": document(
        gathering(gate("d", 9, to="debating")), {**DEBATE, "gates": [gate("x", 99, to="reviewing")]}, REVIEWING
    ),
    "more_than_everybody": {
        **document(gathering(TO_REVIEW), REVIEWING),
        "populations": [{"key": "p", "people": 30, "label": {"ko": "주민", "en": "Residents"}}],
    },
    "places_at_different_times": document(
        gathering({"key": "top", "when": {"top": 3, "by": "support"}, "to": "reviewing"}), REVIEWING
    ),
    "always_leads_on": document(
        gathering(TO_REVIEW, {"key": "all", "when": {"always": True}, "to": "reviewing"}), REVIEWING
    ),
    "not_the_head": document(
        gathering({**TO_REVIEW, "effects": ["head_answers"], "answer": "department"}), REVIEWING
    ),
    "answer_before_the_window_ends": changed(answers={"department": {"days": 5}}),
    "population_unused": changed(populations=[{"key": "p", "people": 3000}]),
    "population_undated": with_share(),
    "population_of_the_future": with_share(as_of="2027-01-01"),
    "population_old": with_share(as_of="2025-10-31"),
    "interim_after_the_answer": with_answer(interim_after_days=40),
    "escalates_to_oneself": with_answer(escalate_after_days=5, escalate_to="department"),
    "extension_longer_than_the_answer": with_answer(extensions=1, extension_days=60),
    "extensions_longer_than_the_answer": with_answer(extensions=3, extension_days=20),
    "pause_longer_than_the_answer": with_answer(pauses=1, pause_days=90),
    "long_without_news": with_answer(days=120),
    "owed_by_nobody": changed(answers={"department": {"days": 40}, "head": {"days": 30}}),
    "verified_but_nobody_asked": changed(counting={"unverified": "shown_apart"}),
    "no_such_check": changed(eligibility={"support": {"identity": "certified"}}),
    "without_an_account": changed(eligibility={"support": {"member": False}}),
    "age_without_identity": changed(eligibility={"support": {"min_age": 14}}),
    "nobody_is_so_old": changed(eligibility={"support": {"min_age": 140, "identity": "phone"}}),
    "possible_nowhere": changed(eligibility={"vote": {"mail_confirmed": True}}),
    "limited_twice": changed(limits=[{"deed": "propose", "count": n, "days": 30} for n in (1, 2)]),
    "supporting_is_harder": changed(
        eligibility={
            "propose": {"min_age": 14, "identity": "phone"},
            "support": {"min_age": 18, "identity": "phone"},
        }
    ),
    "name_missing": changed(refusals=[{"code": "private", "label": {"ko": "사생활"}}]),
    "same_stage_name": document(gathering(TO_REVIEW), {**REVIEWING, "label": {"ko": "모으기", "en": "Gathering"}}),
    "refusal_without_reasons": changed(refusals=[]),
    "reasons_without_a_refusal": document(gathering(TO_REVIEW), ANSWERING | {"key": "reviewing"}, refusals=REFUSALS),
    "not_said_how": document({"kind": "committee", "ways": {"accepted": "gathering"}}, gathering(TO_REVIEW), REVIEWING),
    "block_without_use": document(gathering(TO_REVIEW, debate={"form": "open"}), REVIEWING),
}  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_each_mistake_is_found(code):
    found = [one for one in lint(parse_rules(FAULTS[code]), CONTEXT) if one.code == code]
    assert found
    assert all(one.sentence and one.what_next and one.path for one in found)


@pytest.mark.parametrize("code", FAULTS)
def test_sound_rules_lack_each_of_them(code):
    assert code not in codes(SOUND)


def test_two_processes_with_one_name_are_found():
    context = LintContext(TODAY, name="시민제안", other_names=("시민제안 ",))
    assert "same_process_name" in codes(SOUND, context)


def past(*supports):
    return LintContext(TODAY, languages=("ko", "en"), past=Past.of({Counter.SUPPORT: supports}))


def test_a_threshold_is_compared_with_the_last_year():
    none, few, many = past(*[1] * 100), past(*[1] * 97, 60, 70, 50), past(*[80] * 100)
    assert "none_reached_it" in codes(SOUND, none)
    (finding,) = [one for one in lint(parse_rules(SOUND), few) if one.code == "few_reached_it"]
    assert finding.sentence == "Of the 100 proposals of the last year, only 3 came to 50 supports."
    assert "nearly_all_reached_it" in codes(SOUND, many)


def test_a_handful_of_proposals_says_nothing_about_a_year():
    assert codes(SOUND, past(1, 2, 3)) == set()


def test_what_is_no_set_of_rules_is_one_error():
    (finding,) = lint_document({"format": 2, "stages": []}, CONTEXT)
    assert (finding.level, finding.path) == (Level.ERROR, "stages")


@pytest.mark.parametrize("key", preset_keys())
def test_every_preset_can_be_published(key):
    assert codes(preset(key).document, level=Level.ERROR) == set()


def test_errors_come_first():
    levels = [one.level for one in lint(parse_rules(FAULTS["never_reached"]), CONTEXT)]
    assert levels == sorted(levels, key=list(Level).index)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 10**9), st.lists(st.integers(0, 9000), max_size=40), st.sampled_from(["ko", "en", "xx"])
)
def test_no_rules_are_too_odd_to_be_looked_at(seed, supports, language):
    context = LintContext(
        TODAY,
        languages=(language,),
        identities=frozenset(),
        past=Past.of({Counter.SUPPORT: supports, Counter.VOTES: supports}),
    )
    for finding in lint(parse_rules(random_document(seed)), context):
        assert finding.sentence
        assert "%(" not in finding.sentence + finding.what_next


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10))  # fmt: skip
def test_nonsense_is_an_error_and_no_crash(nonsense):
    assert lint_document(nonsense, CONTEXT)[0].level == Level.ERROR
