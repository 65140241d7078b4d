from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.processes.working_days import (
    UnknownCountry,
    add_calendar_days,
    add_months,
    add_working_days,
    calendar_days_between,
    due_day,
    is_working_day,
    public_holidays,
    working_days_between,
    working_days_left,
)

SEOUL = ZoneInfo("Asia/Seoul")


def seoul(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEOUL)


# 2026-2028 as proclaimed in the almanac (월력요항): lunar days, elections and substitutes included.
HOLIDAYS = {
    2026: "0101 0216 0217 0218 0301 0302 0501 0505 0524 0525 0603 0606 0717 0815 0817 0924 0925 0926 1003 1005 1009 1225",
    2027: "0101 0206 0207 0208 0209 0301 0501 0503 0505 0513 0606 0717 0719 0815 0816 0914 0915 0916 1003 1004 1009 1011"
    " 1225 1227",
    2028: "0101 0126 0127 0128 0301 0412 0501 0502 0505 0606 0717 0815 1002 1003 1004 1005 1009 1225",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_korean_public_holidays(year):
    expected = {date(year, int(day[:2]), int(day[2:])) for day in HOLIDAYS[year].split()}
    assert public_holidays("KR", year) == expected


@pytest.mark.parametrize(
    ("start", "days", "last_day"),
    [
        (seoul(2026, 11, 23, 10), 1, date(2026, 11, 24)),
        (seoul(2026, 11, 20, 18), 1, date(2026, 11, 23)),  # Friday evening
        (seoul(2026, 11, 21, 9), 1, date(2026, 11, 23)),  # Saturday
        (seoul(2026, 2, 13, 9), 1, date(2026, 2, 19)),  # over Lunar New Year
        (seoul(2026, 2, 27, 9), 1, date(2026, 3, 3)),  # 1 March is a Sunday, so Monday is off
        (seoul(2026, 4, 30, 9), 1, date(2026, 5, 4)),  # Labour Day
        (seoul(2026, 6, 2, 9), 1, date(2026, 6, 4)),  # local elections
        (seoul(2026, 9, 23, 9), 1, date(2026, 9, 28)),  # Chuseok Saturday has no substitute
        (seoul(2027, 2, 5, 9), 1, date(2027, 2, 10)),  # Lunar New Year on Sunday has one
        (seoul(2028, 9, 29, 9), 1, date(2028, 10, 6)),  # Chuseok meets Foundation Day
        (seoul(2028, 2, 28, 9), 1, date(2028, 2, 29)),  # leap day
        (seoul(2028, 2, 29, 9), 1, date(2028, 3, 2)),
        (seoul(2026, 12, 31, 23, 59, 59), 1, date(2027, 1, 4)),
        (seoul(2026, 11, 30, 9), 20, date(2026, 12, 29)),
    ],
)
def test_the_day_of_the_event_does_not_count(start, days, last_day):
    due_at = add_working_days(start, days, zone=SEOUL)
    assert due_day(due_at, SEOUL) == last_day
    assert due_at == datetime.combine(last_day + timedelta(days=1), datetime.min.time(), tzinfo=SEOUL)
    assert due_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        (seoul(2026, 11, 23, 0, 0, 0), date(2026, 11, 23)),  # midnight: the day is whole, so it counts
        (seoul(2026, 11, 23, 0, 0, 1), date(2026, 11, 24)),
        (seoul(2026, 11, 23, 23, 59, 59), date(2026, 11, 24)),
        (seoul(2026, 11, 24, 0, 0, 0), date(2026, 11, 24)),
    ],
)
def test_the_exact_second_decides(start, last_day):
    assert due_day(add_working_days(start, 1, zone=SEOUL), SEOUL) == last_day


def test_the_last_second_is_in_time_and_the_next_is_not():
    due_at = add_working_days(seoul(2026, 11, 23, 10), 1, zone=SEOUL)
    assert seoul(2026, 11, 24, 23, 59, 59, 999_999) < due_at
    assert not seoul(2026, 11, 25) < due_at


def test_an_hour_before_midnight_in_utc_is_tomorrow_in_seoul():
    assert due_day(
        add_working_days(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), 1, zone=SEOUL), SEOUL
    ) == date(2026, 11, 25)


def test_an_institution_closes_on_its_own_days():
    closures = frozenset({date(2026, 11, 24)})
    assert due_day(
        add_working_days(seoul(2026, 11, 23, 10), 1, zone=SEOUL, closures=closures), SEOUL
    ) == date(2026, 11, 25)
    assert not is_working_day(date(2026, 11, 24), closures=closures)


def test_other_countries_and_no_country():
    assert not is_working_day(date(2026, 12, 25), country="GB")
    assert is_working_day(date(2026, 2, 17), country="GB")
    assert is_working_day(date(2026, 1, 1), country="")
    assert not is_working_day(date(2026, 1, 3), country="")
    with pytest.raises(UnknownCountry):
        public_holidays("XX", 2026)


@pytest.mark.parametrize("n", [0, -1, 100_000])
def test_impossible_periods_are_refused(n):
    with pytest.raises(ValueError, match="days"):
        add_working_days(seoul(2026, 1, 5), n, zone=SEOUL)
    with pytest.raises(ValueError, match="days"):
        add_calendar_days(seoul(2026, 1, 5), n, zone=SEOUL)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        add_working_days(datetime(2026, 1, 5), 1, zone=SEOUL)


@pytest.mark.parametrize(
    ("start", "n", "last_day"),
    [
        (seoul(2026, 1, 31, 9), 30, date(2026, 3, 2)),
        (seoul(2028, 1, 31, 9), 29, date(2028, 2, 29)),
        (seoul(2026, 11, 22, 13), 1, date(2026, 11, 23)),
    ],
)
def test_calendar_days_run_through_weekends(start, n, last_day):
    assert due_day(add_calendar_days(start, n, zone=SEOUL), SEOUL) == last_day


def test_a_zone_that_skips_midnight_still_has_a_first_instant():
    beirut = ZoneInfo("Asia/Beirut")  # clocks go from 23:59:59 on 28 March 2026 to 01:00
    due_at = add_calendar_days(datetime(2026, 3, 27, 12, tzinfo=beirut), 1, zone=beirut)
    assert due_at == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert due_day(due_at, beirut) == date(2026, 3, 28)
    assert due_day(add_calendar_days(due_at, 1, zone=beirut), beirut) == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (seoul(2026, 11, 20, 9), 1),  # Friday; due on Monday
        (seoul(2026, 11, 21, 9), 1),
        (seoul(2026, 11, 23, 0), 0),
        (seoul(2026, 11, 23, 23, 59, 59), 0),
        (seoul(2026, 11, 24, 0), -1),
        (seoul(2026, 11, 25, 0), -2),
    ],
)
def test_days_left_are_counted_in_working_days(now, left):
    due_at = add_working_days(seoul(2026, 11, 20, 9), 1, zone=SEOUL)
    assert working_days_left(now, due_at, SEOUL) == left


def test_a_deadline_missed_on_friday_reads_minus_one_all_weekend():
    due_at = add_working_days(seoul(2026, 11, 19, 9), 1, zone=SEOUL)
    seen = [working_days_left(seoul(2026, 11, day, 12), due_at, SEOUL) for day in (20, 21, 22, 23, 24)]
    assert seen == [0, -1, -1, -1, -2]


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1), timezones=st.just(SEOUL))


@settings(max_examples=150)
@given(start=MOMENTS, a=st.integers(1, 40), b=st.integers(1, 40))
def test_an_extension_joins_its_period(start, a, b):
    due_at = add_working_days(start, a, zone=SEOUL)
    assert add_working_days(due_at, b, zone=SEOUL) == add_working_days(start, a + b, zone=SEOUL)
    assert is_working_day(due_day(due_at, SEOUL))
    assert working_days_left(start, due_at, SEOUL) in (a, a - 1)


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        (seoul(2026, 11, 23, 10), 1, date(2026, 12, 23)),
        (seoul(2026, 11, 23), 1, date(2026, 12, 22)),  # midnight: the day is whole, so it counts
        (seoul(2027, 1, 30, 10), 1, date(2027, 2, 28)),  # 31 February does not come
        (seoul(2028, 1, 30, 10), 1, date(2028, 2, 29)),
        (seoul(2027, 1, 28, 10), 1, date(2027, 2, 28)),
        (seoul(2028, 2, 28, 10), 12, date(2029, 2, 28)),  # the leap day's number does not come round
        (seoul(2026, 11, 30, 10), 3, date(2027, 2, 28)),
        (seoul(2026, 12, 31, 23, 59, 59), 1, date(2027, 1, 31)),
    ],
)
def test_a_month_ends_the_day_before_its_number_comes_round(start, months, last_day):
    assert due_day(add_months(start, months, zone=SEOUL), SEOUL) == last_day


moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(SEOUL))


@settings(max_examples=100, deadline=None)
@given(moments, moments, moments)
def test_the_days_of_two_periods_that_meet_add_up(one, two, three):
    a, b, c = sorted([one, two, three])
    for count in (
        lambda x, y: working_days_between(x, y, SEOUL),
        lambda x, y: calendar_days_between(x, y, SEOUL),
    ):
        assert count(a, b) + count(b, c) == count(a, c)


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(1, 40))
def test_a_period_of_n_working_days_has_n_of_them(start, n):
    end = add_working_days(start, n, zone=SEOUL)
    assert working_days_between(start, end, SEOUL) == n
