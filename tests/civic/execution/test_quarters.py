"""A word is owed in every calendar quarter, on the institution's clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from civic.execution.duty import Duty, due_by, duty_of, told_before
from civic.execution.models import Execution
from civic.execution.quarters import Quarter, quarter_of
from tests.civic.execution.conftest import seoul

INSTANT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def on_the_clock_of_seoul():
    with timezone.override(ZoneInfo("Asia/Seoul")):
        yield


def told_at(moment: datetime, **fields) -> Execution:
    return Execution(told_at=moment, opened_at=moment, plan_due_at=moment, **fields)


def test_the_quarter_ends_at_midnight_in_seoul_not_in_greenwich():
    april = seoul(2026, 4, 1, 0)
    assert quarter_of(april) == Quarter(2026, 2)
    assert quarter_of(april - INSTANT) == Quarter(2026, 1)
    assert Quarter(2026, 2).starts_at == april


def test_the_year_turns_between_the_fourth_quarter_and_the_first():
    assert quarter_of(seoul(2027, 1, 1, 0) - INSTANT) == Quarter(2026, 4)
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2027, 1).previous == Quarter(2026, 4)


def test_told_in_march_it_is_due_from_april_and_overdue_from_july():
    told = told_at(seoul(2026, 3, 31, 23))
    assert duty_of(told, seoul(2026, 4, 1, 0) - INSTANT) == Duty.TOLD
    assert duty_of(told, seoul(2026, 4, 1, 0)) == Duty.DUE
    assert duty_of(told, seoul(2026, 7, 1, 0) - INSTANT) == Duty.DUE
    assert duty_of(told, seoul(2026, 7, 1, 0)) == Duty.OVERDUE
    assert due_by(told, seoul(2026, 5, 1)) == seoul(2026, 7, 1, 0)
    assert due_by(told, seoul(2026, 3, 31)) == seoul(2026, 7, 1, 0)


def test_what_is_finished_owes_nothing():
    assert (
        duty_of(told_at(seoul(2020, 1, 1), finished_at=seoul(2020, 2, 1)), seoul(2026, 1, 1)) == Duty.FINISHED
    )


BEGINNING = seoul(2020, 1, 1, 0)
MOMENTS = st.integers(0, 10 * 365 * 24 * 60 * 60).map(lambda seconds: BEGINNING + timedelta(seconds=seconds))


@given(MOMENTS, MOMENTS)
def test_what_a_list_finds_is_what_a_page_says(told, at):
    with timezone.override(ZoneInfo("Asia/Seoul")):
        duty = duty_of(told_at(told), at)
        since, before = told_before(duty, at)
        assert since is None or told >= since
        assert before is None or told < before


@given(MOMENTS)
def test_every_instant_lies_in_its_quarter(moment):
    with timezone.override(ZoneInfo("Asia/Seoul")):
        quarter = quarter_of(moment)
        assert quarter.starts_at <= moment < quarter.ends_at
        assert quarter.next.previous == quarter
