"""The replay skips what cannot matter, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from civic.processes.document import AtLeast, Top, parse_rules
from civic.processes.engine import period_end
from civic.processes.kinds import Counter, DayUnit, Judged, StageKind, Unverified
from civic.processes.presets import preset, preset_keys
from civic.processes.simulating import (
    Fate,
    Past,
    draw_curve,
    micros,
    plain_gates,
    replay,
    summarise,
    with_count,
)
from civic.processes.simulating.companies import has
from civic.processes.simulating.dating import Dates
from tests.civic.processes.simulating.histories import DAYS, UNTIL, histories, pasts
from tests.civic.processes.simulating.stepping import Stepping


def compares(rules) -> bool:
    return any(has(gate.when, Top) for gate in rules.gates.values())


def stepped(rules, past, until=None):
    counted = replace(past, finals={**past.finals})
    return Stepping(rules, counted, DAYS, until).way()


@settings(max_examples=80, deadline=None)
@given(histories(), st.sampled_from([None, UNTIL]))
def test_the_quick_way_is_the_way_of_asking_at_every_act(history, until):
    rules, items = history
    assume(not compares(rules))
    assert replay(rules, items, DAYS, until=until) == [stepped(rules, past, until) for past in items]


@pytest.mark.parametrize("key", preset_keys())
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_it_is_so_for_every_preset(key, data):
    rules = parse_rules(preset(key).document)
    if compares(rules):
        return
    for gate, count in plain_gates(rules).items():
        rules = with_count(rules, gate, max(1, count % 7))
    items = data.draw(st.lists(pasts(rules), min_size=1, max_size=6))
    assert replay(rules, items, DAYS) == [stepped(rules, past) for past in items]


@settings(max_examples=25, deadline=None)
@given(histories(most=8), st.sampled_from([None, UNTIL]))
def test_the_curve_counts_as_a_replay_of_every_item_would(history, until):
    rules, items = history
    gates = plain_gates(rules)
    assume(gates)
    gate = next(iter(gates))
    counts = [1, 2, 5, 11]
    curve = draw_curve(rules, gate, counts, items, DAYS, until=until)
    for point in curve.points:
        ways = replay(with_count(rules, gate, point.count), items, DAYS, until=until)
        assert point.passed == sum(any(one.gate == gate for one in way.passed) for way in ways)
        assert point.answers == sum(len(way.owed) for way in ways)


@settings(max_examples=40, deadline=None)
@given(histories(most=8))
def test_the_sums_are_those_of_the_ways(history):
    rules, items = history
    ways = replay(rules, items, DAYS)
    summary = summarise(rules, items, ways, Dates(DAYS))
    assert summary.items == len(items) == sum(summary.fates.values())
    assert summary.answers == sum(len(way.owed) for way in ways)
    assert {gate.gate for gate in summary.gates} == set(rules.gates)
    for gate in summary.gates:
        assert gate.passed == sum(any(one.gate == gate.gate for one in way.passed) for way in ways)


SEOUL = parse_rules(preset("seoul_like").document)
BEGIN = datetime(2026, 3, 2, 3, tzinfo=UTC)
END = datetime(2026, 4, 1, 15, tzinfo=UTC)  # midnight in Seoul after the thirtieth day


def supported(*moments, **more):
    return Past("1", BEGIN, {Counter.SUPPORT: sorted(micros(one) for one in moments)}, **more)


def passed(past, rules=SEOUL, **options):
    (way,) = replay(rules, [past], DAYS, **options)
    return [(one.gate, one.at) for one in way.passed]


def test_the_last_support_in_time_is_the_last_microsecond_of_the_last_day():
    early = [BEGIN + timedelta(hours=hour) for hour in range(49)]
    last = END - timedelta(microseconds=1)
    assert passed(supported(*early, last)) == [("answer", last)]
    assert passed(supported(*early, END)) == []


def test_sums_are_taken_as_counts_at_the_end_of_the_window():
    assert passed(Past("1", BEGIN, finals={Counter.SUPPORT: 120})) == [("answer", END), ("agenda", END)]
    early = [BEGIN + timedelta(hours=hour) for hour in range(45)]
    assert passed(supported(*early, finals={Counter.SUPPORT: 5})) == [("answer", END)]


def test_a_further_threshold_works_while_the_answer_is_being_written():
    moments = [BEGIN + timedelta(hours=hour) for hour in range(120)]
    assert passed(supported(*moments)) == [("answer", moments[49]), ("agenda", moments[99])]


def test_no_support_counts_after_the_window_wherever_the_item_stands_by_then():
    early = [BEGIN + timedelta(hours=hour) for hour in range(50)]
    late = [END + timedelta(hours=hour) for hour in range(50)]
    assert [gate for gate, _at in passed(supported(*early, *late))] == ["answer"]


def test_what_has_not_ended_yet_is_running_and_what_was_taken_out_has_left():
    before = END - timedelta(days=1)
    (running,) = replay(SEOUL, [supported()], DAYS, until=before)
    (expired,) = replay(SEOUL, [supported()], DAYS, until=END)
    (left,) = replay(SEOUL, [supported(left_at=before)], DAYS)
    assert (running.fate, expired.fate, left.fate) == (Fate.RUNNING, Fate.EXPIRED, Fate.LEFT)


def test_an_answer_is_owed_from_the_day_the_threshold_was_reached_in_working_days():
    moments = [BEGIN + timedelta(minutes=minute) for minute in range(50)]
    (way,) = replay(SEOUL, [supported(*moments)], DAYS)
    (owed,) = way.owed
    assert owed.answer == "department"
    assert owed.due_at == period_end(owed.since, 20, DayUnit.WORKING, DAYS)


def test_supports_on_paper_count_where_the_rules_say_so():
    past = Past("1", BEGIN, elsewhere=60)
    assert passed(past) == []
    counting = replace(SEOUL.counting, offline_counts=True)
    assert [gate for gate, _at in passed(past, replace(SEOUL, counting=counting))] == ["answer"]


def test_only_verified_support_counts_where_the_rest_is_shown_apart():
    moments = [micros(BEGIN) + minute for minute in range(60)]
    past = Past("1", BEGIN, {Counter.SUPPORT: moments, Counter.VERIFIED_SUPPORT: moments[:10]})
    assert len(passed(past)) == 1
    counting = replace(SEOUL.counting, unverified=Unverified.SHOWN_APART)
    assert passed(past, replace(SEOUL, counting=counting)) == []


def top(places):
    stages = tuple(
        replace(stage, gates=(replace(stage.gates[0], when=Top(places, Counter.SUPPORT), judged=Judged.END),))
        if stage.gates
        else stage
        for stage in SEOUL.stages
    )
    return replace(SEOUL, stages=stages)


def test_the_first_of_those_that_end_together_pass_and_equals_share_a_place():
    counts = [9, 7, 7, 3, 0]
    items = [Past(str(n), BEGIN, finals={Counter.SUPPORT: n}) for n in counts]
    for places, expected in ((1, 1), (2, 3), (4, 4), (9, 4)):
        ways = replay(top(places), items, DAYS)
        assert [bool(way.passed) for way in ways] == [number < expected for number in range(5)]
        assert all(one.at == END for way in ways for one in way.passed)


def test_those_whose_time_ends_on_different_days_are_judged_when_the_month_is_over():
    days = [BEGIN + timedelta(days=10), BEGIN + timedelta(days=11), BEGIN - timedelta(days=20)]
    items = [Past("1", day, finals={Counter.SUPPORT: 5 + n}) for n, day in enumerate(days)]
    ways = replay(top(1), items, DAYS)
    may = datetime(2026, 4, 30, 15, tzinfo=UTC)
    # The third ended in March, alone in its month.
    assert [[one.at for one in way.passed] for way in ways] == [[], [may], [END - timedelta(days=20)]]


def test_two_items_of_one_day_each_keep_the_instant_they_began_at():
    """Where something happens at the very beginning, the way of the first is not that of the second."""
    document = {
        "format": 2,
        "track": "petition",
        "answers": {"department": {"days": 5, "unit": "calendar"}},
        "stages": [
            {"kind": "reviewing"},
            {"kind": "answering", "ways": {"adopted": "closed"}},
            {"kind": "closed"},
        ],
    }
    rules = parse_rules(document)
    morning = datetime(2026, 3, 2, 1, tzinfo=UTC)
    items = [Past("1", morning), Past("2", morning + timedelta(hours=5))]
    ways = replay(rules, items, DAYS)
    assert [way.owed[0].since for way in ways] == [item.registered_at for item in items]


def test_supports_during_a_vote_are_like_none_and_so_weigh_no_two_items_alike():
    """In a stage where nobody supports, acts come to nothing; only the sum that is known at its end does."""
    base = parse_rules(preset("seoul_like").document)
    first = base.stages[0]
    gate = replace(first.gates[0], key="asked", when=AtLeast(Counter.SUPPORT, 1), to="", judged=Judged.ONCE)
    vote = replace(first, key="vote", kind=StageKind.VOTING, gates=(gate,), ways=(), without=frozenset())
    rules = replace(base, stages=(vote, base.stages[-1]), limits=())
    begun = datetime(2026, 1, 28, 12, tzinfo=UTC)
    acts = [micros(begun + timedelta(seconds=second)) for second in range(1, 5)]
    items = [
        Past("1", begun, {Counter.SUPPORT: acts[:2]}, {Counter.SUPPORT: 11}),
        Past("2", begun, {Counter.SUPPORT: acts}, {Counter.SUPPORT: 7}),
    ]
    (point,) = draw_curve(rules, "asked", [11], items, DAYS).points
    ways = replay(with_count(rules, "asked", 11), items, DAYS)
    assert point.passed == sum(bool(way.passed) for way in ways) == 1
