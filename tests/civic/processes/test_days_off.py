"""Days on which nobody works at one institution: named by its administrators, skipped by dates from then on."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.due import due_after, last_day
from civic.processes.calendars import Calendar, calendar_here
from civic.processes.closing import add_closure, may_add_closure, remove_closure
from civic.processes.closures import closures_here
from civic.processes.kinds import DayUnit
from civic.processes.models import ClosureDay
from platform_core.access import Refused
from platform_core.events.models import Event
from tenants.context import institution_context

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, ten in the morning in Seoul
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)


@pytest.fixture
def at_seoul(haneul):
    with timezone.override(ZoneInfo("Asia/Seoul")):
        yield haneul


def test_a_date_worked_out_afterwards_skips_the_day(at_seoul, administrator):
    before = due_after(NOW, 1, DayUnit.WORKING)
    add_closure(day=TUESDAY, reason="개청 기념일", by=administrator, at=NOW)
    assert last_day(before) == TUESDAY
    assert last_day(due_after(NOW, 1, DayUnit.WORKING)) == date(2026, 11, 25)


def test_calendar_days_do_not_care(at_seoul, administrator):
    add_closure(day=TUESDAY, reason="개청 기념일", by=administrator, at=NOW)
    assert last_day(due_after(NOW, 1, DayUnit.CALENDAR)) == TUESDAY


def test_a_day_taken_back_is_worked_on_again(at_seoul, administrator):
    closure = add_closure(day=TUESDAY, reason="개청 기념일", by=administrator, at=NOW)
    assert remove_closure(closure=closure, reason="일합니다.", by=administrator, at=NOW)
    assert last_day(due_after(NOW, 1, DayUnit.WORKING)) == TUESDAY
    assert not remove_closure(closure=closure, reason="일합니다.", by=administrator, at=NOW)
    kinds = list(Event.objects.filter(kind__startswith="processes.closure").values_list("kind", flat=True))
    assert kinds == ["processes.closure.added", "processes.closure.removed"]


def test_next_door_works_on_that_day(at_seoul, bada, administrator):
    add_closure(day=TUESDAY, reason="개청 기념일", by=administrator, at=NOW)
    assert closures_here() == {TUESDAY}
    with institution_context(bada):
        assert closures_here() == frozenset()
        assert calendar_here().closures == frozenset()
    assert closures_here() == {TUESDAY}


def test_a_list_of_dates_asks_once(at_seoul, django_assert_num_queries):
    assert not ClosureDay.objects.exists()  # this connection knows where it stands from here on
    with django_assert_num_queries(2):  # and what was recorded last: as long as that holds, nobody asks again
        for _ in range(20):
            calendar_here()
    with django_assert_num_queries(1):
        due_after(NOW, 1, DayUnit.WORKING)


def test_twice_the_same_day_is_one_day(at_seoul, administrator):
    add_closure(day=TUESDAY, reason="개청 기념일", by=administrator, at=NOW)
    assert add_closure(day=TUESDAY, reason="또", by=administrator, at=NOW) is None
    assert ClosureDay.objects.get().reason == "개청 기념일"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 23), "day_has_come"),
        (date(2026, 11, 1), "day_has_come"),
        (SATURDAY, "day_off_already"),
        (date(2026, 12, 25), "day_off_already"),
        (date(2031, 1, 2), "day_too_far"),
        (TUESDAY, "ok"),
    ],
)
def test_only_a_working_day_to_come_can_be_named(at_seoul, administrator, day, code):
    assert may_add_closure(administrator, day, NOW).code == code


def test_today_is_today_where_the_institution_is(haneul, administrator):
    """At 14:00 UTC it is still Monday in Seoul and already Tuesday in Auckland."""
    moment = datetime(2026, 11, 23, 14, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Seoul")):
        assert may_add_closure(administrator, TUESDAY, moment).allowed
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        assert may_add_closure(administrator, TUESDAY, moment).code == "day_has_come"


def test_only_administrators_name_days_off(at_seoul, moderator):
    with pytest.raises(Refused) as refused:
        add_closure(day=TUESDAY, reason="쉽니다.", by=moderator, at=NOW)
    assert refused.value.status == 403


def test_an_administrator_names_and_removes_one_on_the_page(haneul, visit, administrator):
    visitor = visit(haneul, as_=administrator)
    page = reverse("desk:closures")
    day = next_working_day(timezone.localdate() + timedelta(days=30))
    assert visitor.post(page, {"day": day.isoformat(), "reason": "개청 기념일"}).status_code == 302
    closure = ClosureDay.objects.get()
    assert "개청 기념일" in visitor.get(page).content.decode()
    removal = reverse("desk:closure_removal", args=[closure.pk])
    assert visitor.post(removal, {"reason": ""}).status_code == 422
    assert visitor.post(removal, {"reason": "일합니다."}).status_code == 302
    assert not ClosureDay.objects.exists()


def test_a_day_that_cannot_be_keeps_what_was_typed(haneul, visit, administrator):
    response = visit(haneul, as_=administrator).post(
        reverse("desk:closures"), {"day": "2020-01-02", "reason": "지난 날"}
    )
    assert response.status_code == 422
    assert "지난 날" in response.content.decode()


def test_a_day_that_has_come_cannot_be_removed(haneul, visit, administrator):
    closure = ClosureDay.objects.create(day=date(2020, 1, 2), reason="지난 날", added_at=timezone.now())
    removal = reverse("desk:closure_removal", args=[closure.pk])
    assert visit(haneul, as_=administrator).post(removal, {"reason": "왜"}).status_code == 409
    assert ClosureDay.objects.exists()


def test_a_neighbours_administrator_names_no_day_here(haneul, visit, neighbour):
    response = visit(haneul, as_=neighbour).post(
        reverse("desk:closures"), {"day": "2030-01-02", "reason": "남의 집"}
    )
    assert response.status_code == 403
    assert not ClosureDay.objects.exists()


def next_working_day(day: date) -> date:
    calendar = Calendar(ZoneInfo("Asia/Seoul"))
    start = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Seoul"))
    return (calendar.after(start, 1, DayUnit.WORKING).astimezone(calendar.zone) - timedelta(seconds=1)).date()
