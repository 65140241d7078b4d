"""보완 요청: the clock stands still, and not a day is lost or won by it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from civic.answers import owed
from civic.answers.announcing import end_pauses
from civic.answers.clock import Phase, clock_of, clock_words
from civic.answers.due import last_day
from civic.answers.models import AnswerRequest, Pause, PauseEnd
from civic.journeys.answer import answer, extend
from civic.journeys.clock import announce_overdue_answers
from civic.journeys.pause import pause, resume, supply
from civic.people.models import Role
from civic.processes.closing import add_closure
from civic.proposals.models import Comment
from platform_core.events.models import Event
from tests.civic.answers.refusing import refused
from tests.civic.journeys.test_answer import ADOPTED

pytestmark = pytest.mark.usefixtures("in_english")

SEOUL = ZoneInfo("Asia/Seoul")
ASKED = "사진을 보내 주세요."


def seoul(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEOUL)


MIDNIGHT = seoul(2026, 1, 1).timetz()
MONDAY = seoul(2026, 11, 23, 10)


@pytest.fixture(autouse=True)
def here(in_seoul, terms):
    terms(days=20, pauses=2, pause_days=14)


def fresh(request):
    return AnswerRequest.objects.select_related("proposal", "department").get(pk=request.pk)


@pytest.mark.parametrize(
    ("started", "resumed", "last"),
    [
        (seoul(2026, 11, 25, 10), seoul(2026, 11, 25, 18), 21),
        (seoul(2026, 11, 25, 10), seoul(2026, 11, 26, 9), 22),
        (seoul(2026, 11, 25, 10), seoul(2026, 11, 27, 9), 23),
        (seoul(2026, 11, 27, 18), seoul(2026, 11, 29, 9), 21),  # over a weekend
        (seoul(2026, 11, 27, 18), seoul(2026, 11, 30, 9), 22),
        (seoul(2026, 11, 25), seoul(2026, 11, 26), 22),  # from midnight to midnight: one whole day
        (seoul(2026, 11, 25), seoul(2026, 11, 26) - timedelta(microseconds=1), 22),
        (seoul(2026, 11, 25), seoul(2026, 11, 26) + timedelta(microseconds=1), 23),
        (seoul(2026, 11, 25) - timedelta(microseconds=1), seoul(2026, 11, 26), 22),
        (seoul(2026, 12, 17, 9), seoul(2026, 12, 28, 9), 30),  # Christmas is no working day
    ],
)
def test_the_date_moves_by_the_days_that_stood_still(owe, roads, respondent, started, resumed, last):
    """Promised for 21 December 2026."""
    request = owe(roads, at=MONDAY)
    left = clock_of(request, started).days
    pause(request=request, reason=ASKED, by=respondent, at=started)
    resume(request=request, by=respondent, at=resumed)
    assert fresh(request).due_at == seoul(2026, 12, last) + timedelta(days=1)
    if MIDNIGHT not in (started.timetz(), resumed.timetz()):  # then a day has not begun that counts as today
        assert clock_of(fresh(request), resumed).days == left


def test_while_it_is_paused_nothing_runs_out(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    before = clock_of(request, seoul(2026, 11, 25, 10)).days
    asked = pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    for at in (seoul(2026, 11, 25, 10), seoul(2026, 12, 1, 12), asked.ends_at - timedelta(microseconds=1)):
        clock = clock_of(fresh(request), at)
        assert (clock.phase, clock.days) == (Phase.PAUSED, before)
        assert clock_words(fresh(request), at) == "Waiting for the author · not counted"


def test_a_pause_ends_by_itself_to_the_second_without_any_worker(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    asked = pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    assert asked.ends_at == seoul(2026, 12, 9, 10)
    now = fresh(request)
    assert now.is_paused(asked.ends_at - timedelta(microseconds=1))
    assert not now.is_paused(asked.ends_at)
    assert not now.is_overdue(now.due_at - timedelta(microseconds=1))
    assert now.is_overdue(now.due_at)
    worked = now.due_at
    assert end_pauses(at=asked.ends_at - timedelta(microseconds=1)) == 0
    assert end_pauses(at=seoul(2026, 12, 20)) == 1
    ended = Pause.objects.get()
    assert (ended.ended_at, ended.ended_as, ended.ended_by) == (asked.ends_at, PauseEnd.LAPSED, None)
    assert fresh(request).due_at == worked
    assert end_pauses(at=seoul(2026, 12, 21)) == 0


def test_lateness_is_never_told_while_it_is_paused(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    last_minute = request.due_at - timedelta(minutes=1)
    asked = pause(request=request, reason=ASKED, by=respondent, at=last_minute)
    assert announce_overdue_answers(at=asked.ends_at - timedelta(seconds=1)) == 0
    assert not owed.open_requests().filter(due_at__lte=asked.ends_at).exists()
    assert announce_overdue_answers(at=fresh(request).due_at) == 1


@pytest.mark.parametrize(
    ("resumed", "last"),
    [
        (seoul(2026, 12, 21, 17), 21),
        (seoul(2026, 12, 22, 9), 22),
        (seoul(2026, 12, 26, 9), 28),  # a Saturday: nobody works before Monday
        (seoul(2026, 12, 25, 9), 28),  # Christmas, a Friday
    ],
)
def test_on_the_last_day_the_rest_of_that_day_comes_back(owe, roads, respondent, resumed, last):
    request = owe(roads, at=MONDAY)
    pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 12, 21, 16))
    resume(request=request, by=respondent, at=resumed)
    assert last_day(fresh(request).due_at) == date(2026, 12, last)
    assert not fresh(request).is_overdue(resumed)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    started=st.datetimes(
        datetime(2026, 11, 23, 10), datetime(2026, 12, 21, 23, 59), timezones=st.just(SEOUL)
    ),
    after=st.timedeltas(timedelta(0), timedelta(days=14)),
)
def test_whenever_it_stands_still_it_is_not_late_and_loses_no_day(owe, roads, respondent, started, after):
    with transaction.atomic():
        request = owe(roads, at=MONDAY)
        left = clock_of(request, started).days
        asked = pause(request=request, reason=ASKED, by=respondent, at=started)
        assert fresh(request).due_at > asked.ends_at
        at = min(started + after, asked.ends_at - timedelta(microseconds=1))
        assume(MIDNIGHT not in (started.timetz(), at.timetz()))
        assert clock_of(fresh(request), at).days == left
        resume(request=request, by=respondent, at=at)
        assert fresh(request).due_at > at
        assert clock_of(fresh(request), at).days >= left
        transaction.set_rollback(True)


def test_what_is_late_cannot_be_stopped(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    with refused("already_late"):
        pause(request=request, reason=ASKED, by=respondent, at=request.due_at)
    pause(request=request, reason=ASKED, by=respondent, at=request.due_at - timedelta(microseconds=1))


def test_it_can_be_stopped_as_often_as_the_rules_say(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    for day in (24, 26):
        pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, day, 10))
        with refused("paused"):
            pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, day, 11))
        resume(request=request, by=respondent, at=seoul(2026, 11, day, 12))
    with refused("no_pause_left"):
        pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 27, 10))


def test_where_the_rules_know_no_pause_there_is_none(owe, roads, respondent, terms):
    terms(days=20)
    with refused("no_pause"):
        pause(request=owe(roads, at=MONDAY), reason=ASKED, by=respondent, at=MONDAY)


def test_what_began_under_other_rules_keeps_its_pauses(owe, roads, respondent, terms):
    request = owe(roads, at=MONDAY)
    terms(days=20)
    assert pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))


def test_a_second_pause_may_follow_one_that_nobody_wrote_down_as_over(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    asked = pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    later = asked.ends_at + timedelta(days=1, hours=9)
    pause(request=request, reason="하나 더", by=respondent, at=later)
    first, second = Pause.objects.order_by("pk")
    assert (first.ended_as, second.ended_at) == (PauseEnd.LAPSED, None)


def test_the_author_answers_and_the_days_count_again(owe, roads, respondent, make_citizen):
    author = make_citizen("글쓴이")
    request = owe(roads, at=MONDAY, author=author)
    pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    at = seoul(2026, 11, 26, 20)
    ended = supply(request=request, author=author, body="여기 있습니다.", at=at)
    assert (ended.ended_at, ended.ended_as) == (at, PauseEnd.SUPPLIED)
    assert Comment.objects.get().body == "여기 있습니다."
    assert not fresh(request).is_paused(at)
    with refused("nothing_asked"):
        supply(request=request, author=author, body="또", at=at)


def test_nobody_else_answers_for_the_author(owe, roads, respondent, make_citizen):
    request = owe(roads, at=MONDAY)
    pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    with refused("not_yours"):
        supply(request=request, author=make_citizen(), body="제가요", at=seoul(2026, 11, 26))


def test_another_department_neither_stops_nor_starts_it(owe, roads, parks, respondent, make_staff):
    request, at = owe(roads, at=MONDAY), seoul(2026, 11, 25, 10)
    stranger = make_staff(Role.RESPONDENT, parks)
    with refused("not_allowed"):
        pause(request=request, reason=ASKED, by=stranger, at=at)
    pause(request=request, reason=ASKED, by=respondent, at=at)
    with refused("not_allowed"):
        resume(request=request, by=stranger, at=at)


def test_a_moderator_lets_the_days_count_again(owe, roads, respondent, moderator):
    request, at = owe(roads, at=MONDAY), seoul(2026, 11, 25, 10)
    with refused("not_paused"):
        resume(request=request, by=moderator, at=at)
    pause(request=request, reason=ASKED, by=respondent, at=at)
    assert resume(request=request, by=moderator, at=at).ended_by == moderator


def test_no_more_time_is_asked_for_while_time_stands_still(owe, roads, respondent):
    request, at = owe(roads, at=MONDAY), seoul(2026, 11, 25, 10)
    pause(request=request, reason=ASKED, by=respondent, at=at)
    with refused("paused"):
        extend(request=request, reason="현장", by=respondent, at=at)


def test_an_answer_ends_the_pause(owe, roads, respondent):
    request, at = owe(roads, at=MONDAY), seoul(2026, 11, 25, 10)
    pause(request=request, reason=ASKED, by=respondent, at=at)
    assert answer(request=request, reply=ADOPTED, by=respondent, at=at + timedelta(hours=1))
    assert Pause.objects.get().ended_as == PauseEnd.ANSWERED


def test_days_off_named_meanwhile_count_when_it_goes_on(owe, roads, respondent, administrator):
    request = owe(roads, at=MONDAY)
    pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    off = add_closure(day=date(2026, 12, 1), reason="개청 기념일", by=administrator, at=seoul(2026, 11, 26))
    resume(request=request, by=respondent, at=seoul(2026, 12, 2, 9))
    assert off is not None
    # Thursday, Friday, Monday and Wednesday stood still; Tuesday nobody worked.
    assert last_day(fresh(request).due_at) == date(2026, 12, 28)


def test_calendar_days_stand_still_too(owe, roads, respondent, terms):
    terms(unit="calendar", days=30, pauses=1, pause_days=10)
    request = owe(roads, at=MONDAY)
    assert last_day(request.due_at) == date(2026, 12, 23)
    pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    resume(request=request, by=respondent, at=seoul(2026, 11, 28, 9))
    assert last_day(fresh(request).due_at) == date(2026, 12, 26)


def test_where_clocks_are_put_forward_a_day_is_a_day(owe, roads, respondent, terms):
    """New York, 14 March 2027, has 23 hours."""
    with timezone.override(ZoneInfo("America/New_York")):
        zone = ZoneInfo("America/New_York")
        terms(unit="calendar", days=10, pauses=1, pause_days=7)
        request = owe(roads, at=datetime(2027, 3, 10, 12, tzinfo=zone))
        pause(request=request, reason=ASKED, by=respondent, at=datetime(2027, 3, 13, 12, tzinfo=zone))
        resume(request=request, by=respondent, at=datetime(2027, 3, 15, 12, tzinfo=zone))
        assert fresh(request).due_at == datetime(2027, 3, 23, tzinfo=zone).astimezone(UTC)


def test_what_happened_is_written_down_once(owe, roads, respondent):
    request = owe(roads, at=MONDAY)
    pause(request=request, reason=ASKED, by=respondent, at=seoul(2026, 11, 25, 10))
    resume(request=request, by=respondent, at=seoul(2026, 11, 26, 10))
    paused, resumed = Event.objects.filter(
        kind__in=["answers.request.paused", "answers.request.resumed"]
    ).order_by("pk")
    assert paused.data["reason"] == ASKED
    assert datetime.fromisoformat(paused.data["until"]) == seoul(2026, 12, 9, 10)
    assert datetime.fromisoformat(resumed.data["due_at"]) == fresh(request).due_at
