"""Days that government offices work, and due dates counted in them.

A period is half-open: it ends at the first instant after its last day, midnight in the institution's
zone, given in UTC. "Answered in time" is therefore simply `at < due_at`.

Counting follows Korea's Civil Act, article 157: the day on which something happens is not counted,
unless it happens at midnight exactly. So a period started from another period's end joins it without
losing or gaining a day: add(add(start, a), b) == add(start, a + b).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
LONGEST_PERIOD_DAYS = 3_660


class UnknownCountry(ValueError):
    """No public holidays are known for this country code; "" means weekends only."""


# Days off declared for one occasion (임시공휴일) after the installed holiday tables were made.
# Write the source beside each: the notice in the official gazette (관보) that declared it.
# Election days (공직선거법 article 34) and substitute days (공휴일에 관한 법률 article 3) are in the
# tables, and so are 노동절 (1 May) and 제헌절 (17 July), public holidays again since 2026.
DECLARED_LATER: dict[str, frozenset[date]] = {}


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country (ISO 3166 code, "KR", or "" for none) in one year.

    Regional holidays are not included: give them as closures. Raises UnknownCountry.
    """
    if not country:
        return frozenset()
    try:
        table = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        raise UnknownCountry(country) from None
    return frozenset(day for day in table if day.year == year) | DECLARED_LATER.get(country, frozenset())


def is_working_day(day: date, *, closures: frozenset[date] = frozenset(), country: str = "KR") -> bool:
    """Monday to Friday, no public holiday, and not among the institution's own closures."""
    return day.weekday() < _SATURDAY and day not in closures and day not in public_holidays(country, day.year)


def add_working_days(
    start: datetime,
    n: int,
    *,
    zone: ZoneInfo,
    closures: frozenset[date] = frozenset(),
    country: str = "KR",
) -> datetime:
    """The first instant, in UTC, after the n-th working day. `start` must be aware, n at least 1.

    Raises ValueError for a naive start or n out of range, UnknownCountry.
    """
    _check(start, n)
    for day in _days_from(_first_counted_day(start, zone)):
        if is_working_day(day, closures=closures, country=country):
            n -= 1
            if n == 0:
                return start_of(day + _ONE_DAY, zone)
    raise AssertionError("unreachable")


def add_calendar_days(start: datetime, n: int, *, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, after the n-th day, whatever days they are. Raises ValueError."""
    _check(start, n)
    return start_of(_first_counted_day(start, zone) + timedelta(days=n), zone)


def add_months(start: datetime, n: int, *, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, after n whole months (Civil Act, article 160). Raises ValueError.

    A month ends with the day before its first day's number comes round again; where that number does not
    come (31 February), with the last day of the month.
    """
    _check(start, n)
    first = _first_counted_day(start, zone)
    years, month = divmod(first.month - 1 + n, 12)
    year, month = first.year + years, month + 1
    if first.day > monthrange(year, month)[1]:
        return start_of(date(year, month, monthrange(year, month)[1]) + _ONE_DAY, zone)
    return start_of(date(year, month, first.day), zone)


def due_day(due_at: datetime, zone: ZoneInfo) -> date:
    """The last day on which it is still in time: the date to print."""
    return (due_at.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()


def working_days_left(
    now: datetime,
    due_at: datetime,
    zone: ZoneInfo,
    closures: frozenset[date] = frozenset(),
    *,
    country: str = "KR",
) -> int:
    """Working days after today up to and with the due day: 0 means today is the last chance.

    Negative once due_at has passed: working days begun since the due day, at least one, so a deadline
    missed on Friday reads -1 from Saturday until Monday is over.
    """
    today, last = now.astimezone(zone).date(), due_day(due_at, zone)
    if now >= due_at:
        return -max(1, _count(last + _ONE_DAY, today, closures, country))
    return _count(today + _ONE_DAY, last, closures, country)


def working_days_between(
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    closures: frozenset[date] = frozenset(),
    *,
    country: str = "KR",
) -> int:
    """Working days that count between two instants, by the rule that counts a period from `start`.

    So the days of [a, b) and of [b, c) add up to those of [a, c), and
    add_working_days(start, n) is the first end with n of them. 0 when `end` is not after `start`.
    """
    first, last = _first_counted_day(start, zone), _first_counted_day(end, zone) - _ONE_DAY
    return _count(first, last, closures, country)


def calendar_days_between(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """As working_days_between, whatever days they are."""
    return max(0, (_first_counted_day(end, zone) - _first_counted_day(start, zone)).days)


def _count(first: date, last: date, closures: frozenset[date], country: str) -> int:
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return sum(is_working_day(day, closures=closures, country=country) for day in days)


def _check(start: datetime, n: int) -> None:
    if start.tzinfo is None:
        raise ValueError("start must be an aware datetime")
    if not 1 <= n <= LONGEST_PERIOD_DAYS:
        raise ValueError(f"a period has 1 to {LONGEST_PERIOD_DAYS} days, not {n}")


def _first_counted_day(start: datetime, zone: ZoneInfo) -> date:
    local = start.astimezone(zone)
    starts_at_midnight = start.astimezone(UTC) == start_of(local.date(), zone)
    return local.date() if starts_at_midnight else local.date() + _ONE_DAY


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the day: where clocks skip midnight, the moment they skip to."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _ONE_DAY
