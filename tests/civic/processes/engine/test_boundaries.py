"""The exact instant at which a window is over: leap days, month ends, holidays, other zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from civic.processes.document import Tally, Window, parse_rules
from civic.processes.engine import Calendar, Item, is_open_for, period_end, stands_at, steps, window_end
from civic.processes.kinds import CountedFrom, Counter, DayUnit, Deed
from civic.processes.presets import preset

SEOUL = Calendar(ZoneInfo("Asia/Seoul"))
LONDON = Calendar(ZoneInfo("Europe/London"), country="GB")
INSTANT = timedelta(microseconds=1)


def local(text: str, days: Calendar = SEOUL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=days.zone)


@pytest.mark.parametrize(
    ("begun", "amount", "unit", "ends"),
    [
        ("2026-03-02 09:00", 30, DayUnit.CALENDAR, "2026-04-02 00:00"),
        ("2026-03-02 23:59:59", 30, DayUnit.CALENDAR, "2026-04-02 00:00"),
        ("2028-02-28 12:00", 1, DayUnit.CALENDAR, "2028-03-01 00:00"),  # the 29th is the day
        ("2027-02-28 12:00", 1, DayUnit.CALENDAR, "2027-03-02 00:00"),
        ("2026-01-31 12:00", 1, DayUnit.MONTHS, "2026-03-01 00:00"),  # February has no 31st
        ("2028-01-31 12:00", 1, DayUnit.MONTHS, "2028-03-01 00:00"),  # nor in a leap year
        ("2028-02-29 12:00", 12, DayUnit.MONTHS, "2029-03-01 00:00"),
        ("2026-11-30 12:00", 3, DayUnit.MONTHS, "2027-03-01 00:00"),
        ("2026-08-15 12:00", 6, DayUnit.MONTHS, "2027-02-16 00:00"),
        # 설 2026: 16 to 18 February, Monday to Wednesday.
        ("2026-02-13 12:00", 1, DayUnit.WORKING, "2026-02-20 00:00"),
        # 추석 2026: 24 to 26 September, Thursday to Saturday.
        ("2026-09-23 12:00", 1, DayUnit.WORKING, "2026-09-29 00:00"),
        # 개천절 2026 falls on a Saturday: Monday the 5th is off in its place.
        ("2026-10-02 12:00", 1, DayUnit.WORKING, "2026-10-07 00:00"),
        # 노동절 2026, a Friday, is off since this year.
        ("2026-04-30 12:00", 1, DayUnit.WORKING, "2026-05-05 00:00"),
        # 설 2027: 6 to 8 February, Saturday to Monday; the 9th in the place of a Saturday or Sunday.
        ("2027-02-05 12:00", 1, DayUnit.WORKING, "2027-02-11 00:00"),
        # 추석 2028: 2 to 4 October, and 개천절 on the 3rd: the 5th in its place.
        ("2028-09-29 12:00", 1, DayUnit.WORKING, "2028-10-07 00:00"),
    ],
)
def test_a_period_ends_at_midnight_after_its_last_day(begun, amount, unit, ends):
    assert period_end(local(begun), amount, unit, SEOUL) == local(ends)


def test_a_day_on_which_the_office_is_closed_is_no_working_day():
    closed = Calendar(SEOUL.zone, closures=frozenset({date(2026, 3, 3)}))
    assert period_end(local("2026-03-02 12:00"), 1, DayUnit.WORKING, closed) == local("2026-03-05 00:00")


def test_changing_the_clocks_moves_no_closing_hour():
    """In London, 29 March 2026 has 23 hours and 25 October has 25."""
    for begun, ends in (("2026-03-28 12:00", "2026-03-31 00:00"), ("2026-10-24 12:00", "2026-10-27 00:00")):
        assert period_end(local(begun, LONDON), 2, DayUnit.CALENDAR, LONDON) == local(ends, LONDON)


def test_the_same_instant_is_another_day_in_another_zone():
    late_in_seoul = datetime(
        2026, 3, 2, 15, 30, tzinfo=UTC
    )  # 00:30 on the 3rd in Seoul, 15:30 on the 2nd in London
    assert period_end(late_in_seoul, 1, DayUnit.CALENDAR, SEOUL) == local("2026-03-05 00:00")
    assert period_end(late_in_seoul, 1, DayUnit.CALENDAR, LONDON) == local("2026-03-04 00:00", LONDON)


@pytest.mark.parametrize(("counted_from", "ends"), [("registration", "2026-04-02"), ("entry", "2026-04-10")])
def test_a_window_is_counted_from_what_the_rules_say(counted_from, ends):
    window = Window(30, DayUnit.CALENDAR, CountedFrom(counted_from))
    end = window_end(
        window,
        registered_at=local("2026-03-02 12:00"),
        entered_at=local("2026-03-10 12:00"),
        days=SEOUL,
    )
    assert end == local(f"{ends} 00:00")


@pytest.fixture
def rules():
    return parse_rules(preset("seoul_like").document)


@pytest.fixture
def item():
    return Item("gathering", closes_at=local("2026-04-02 00:00"), tally=Tally({Counter.SUPPORT: 49}))


def test_support_is_open_until_the_last_instant_and_not_one_longer(rules, item):
    assert is_open_for(rules, item, Deed.SUPPORT, item.closes_at - INSTANT).allowed
    refused = is_open_for(rules, item, Deed.SUPPORT, item.closes_at)
    assert (refused.allowed, refused.code) == (False, "window_closed")


def test_below_the_threshold_it_is_closed_from_that_instant_with_or_without_a_worker(rules, item):
    assert stands_at(rules, item, item.closes_at - INSTANT).key == "gathering"
    assert stands_at(rules, item, item.closes_at).key == "closed"
    assert not steps(rules, item, item.closes_at - INSTANT)
    [step] = steps(rules, item, item.closes_at)
    assert (step.to, step.gate) == ("closed", None)


def test_those_who_comment_at_the_last_minute_may_finish_where_the_rules_give_them_a_day():
    document = {
        "format": 2,
        "answers": {"department": {"days": 5}},
        "stages": [
            {
                "kind": "gathering",
                "window": {"days": 30, "grace": {"comment": 1}},
                "gates": [{"key": "g", "when": {"counter": "support", "at_least": 5}, "to": "answering"}],
            },
            {"kind": "answering"},
            {"kind": "closed"},
        ],
    }
    rules = parse_rules(document)
    item = Item("gathering", closes_at=local("2026-04-02 00:00"))
    day = timedelta(days=1)
    assert is_open_for(rules, item, Deed.COMMENT, item.closes_at).allowed
    assert is_open_for(rules, item, Deed.COMMENT, item.closes_at + day - INSTANT).allowed
    assert not is_open_for(rules, item, Deed.COMMENT, item.closes_at + day).allowed
    # A quick worker takes nobody's day away: what ends is judged when nothing can be finished any more.
    assert not steps(rules, item, item.closes_at + day - INSTANT)
    assert steps(rules, item, item.closes_at + day)
    assert not is_open_for(rules, item, Deed.SUPPORT, item.closes_at).allowed


def test_three_months_that_begin_at_midnight_lose_no_day():
    """What begins with the day counts it (Civil Act, article 157): January to March, and no day of April."""
    assert period_end(local("2026-01-01 00:00"), 3, DayUnit.MONTHS, SEOUL) == local("2026-04-01 00:00")
