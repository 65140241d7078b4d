"""From the call to the seat, as people live through it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.agenda import verify_draw
from civic.agenda.lottery import (
    cancel_call,
    confirm_and_draw,
    destroyed_from,
    enter_numbers,
    open_call,
    publish_list,
    published,
)
from civic.agenda.lottery_rules import Outside, Places
from civic.agenda.models import Call, Member, Volunteer
from civic.agenda.volunteering import (
    destroy_volunteers,
    give_back,
    seat_drawn,
    seated_codes,
    volunteer,
    withdraw,
)
from civic.journeys.agenda import keep_agenda_time
from platform_core.access import Refused
from platform_core.events.models import Event

NUMBERS = "3-14-15-21-30-42"
DAY = timedelta(days=1)


def a_call(committee: Any, by: Any, **changes: Any) -> Call:
    now = timezone.now()
    outside = Outside("동행복권 로또", now + 3 * DAY, 6, 1, 45)
    facts: dict[str, Any] = {
        "title": "2027 의제선정단 모집",
        "body": "함께할 분을 찾습니다.",
        "seat": "시민",
        "places": Places(4, {"female": 2, "male": 2}, {}, {}, ("동구", "서구")),
        "outside": outside,
        "opens_at": now,
        "closes_at": now + DAY,
        "term_months": 12,
        "kept_days": 30,
    }
    return open_call(committee=committee, by=by, at=now, **{**facts, **changes})


def put_on_the_list(call: Call, person: Any, n: int = 0, **changes: Any) -> Volunteer:
    facts = {
        "name": person.name,
        "phone": "",
        "sex": ["female", "male"][n % 2],
        "age": "30s",
        "region": "동구",
    }
    more = {"is_named": False, "has_consented": True, "at": timezone.now()}
    return volunteer(call=call, person=person, **{**facts, **more, **changes})


@pytest.fixture
def call(committee, moderator):
    return a_call(committee, moderator)


@pytest.fixture
def drawn_call(call, moderator, colleague, make_citizen):
    for n in range(12):
        put_on_the_list(call, make_citizen(f"지원자 {n}"), n)
    draw(call, moderator, colleague)
    return Call.objects.get(pk=call.pk)


def draw(call, moderator, colleague):
    publish_list(call=call, by=moderator, at=call.closes_at)
    enter_numbers(call=call, numbers=NUMBERS, source="https://example.org", by=moderator, at=call.drawn_at)
    return confirm_and_draw(call=call, numbers=NUMBERS, by=colleague, at=call.drawn_at)


def test_the_published_draw_is_checked_from_what_is_published_alone(drawn_call):
    assert verify_draw.complaints(published(drawn_call)) == []
    assert len(drawn_call.drawn) == 4


def test_before_the_draw_neither_the_secret_nor_anybodys_name_is_published(call, make_citizen):
    person = make_citizen("이름난 사람")
    mine = put_on_the_list(call, person)
    told = str(published(Call.objects.get(pk=call.pk)))
    assert call.secret not in told and mine.code not in told
    publish_list(call=call, by=None, at=call.closes_at)
    told = str(published(Call.objects.get(pk=call.pk)))
    assert call.secret not in told and mine.code in told
    for private in (person.name, person.email, mine.salt):
        assert private not in told


def test_a_volunteer_finds_the_code_from_what_they_know(call, make_citizen):
    person = make_citizen()
    mine = put_on_the_list(call, person)
    again = verify_draw.commitment(call.pk, person.email, "female", "30s", "동구", mine.salt)
    assert again == mine.code


def test_nobody_volunteers_twice_or_late_or_without_consent(call, make_citizen):
    person = make_citizen()
    put_on_the_list(call, person)
    for changes, code in (
        ({}, "already_volunteered"),
        ({"at": call.closes_at}, "call_closed"),
    ):
        with pytest.raises(Refused) as refusal:
            put_on_the_list(call, person, **changes)
        assert refusal.value.verdict.code == code
    for changes, code in (({"has_consented": False}, "consent_needed"), ({"region": "달"}, "unknown_region")):
        with pytest.raises(Refused) as refusal:
            put_on_the_list(call, make_citizen(), **changes)
        assert refusal.value.verdict.code == code


def test_the_list_cannot_be_published_once_the_numbers_are_known(call, moderator):
    with pytest.raises(Refused) as refusal:
        publish_list(call=call, by=moderator, at=call.drawn_at)
    assert refusal.value.verdict.code == "numbers_known"


def test_nobody_is_added_after_the_list_was_published(call, moderator, make_citizen):
    publish_list(call=call, by=moderator, at=call.closes_at)
    with pytest.raises(Refused):
        put_on_the_list(call, make_citizen(), at=timezone.now())


def test_one_person_alone_cannot_draw(call, moderator, colleague, make_citizen):
    put_on_the_list(call, make_citizen())
    publish_list(call=call, by=moderator, at=call.closes_at)
    with pytest.raises(Refused) as early:
        enter_numbers(call=call, numbers=NUMBERS, source="s", by=moderator, at=call.closes_at)
    assert early.value.verdict.code == "numbers_not_drawn"
    enter_numbers(call=call, numbers=NUMBERS, source="s", by=moderator, at=call.drawn_at)
    for by, numbers, code in (
        (moderator, NUMBERS, "second_person"),
        (colleague, "1-2-3-4-5-6", "numbers_differ"),
    ):
        with pytest.raises(Refused) as refusal:
            confirm_and_draw(call=call, numbers=numbers, by=by, at=call.drawn_at)
        assert refusal.value.verdict.code == code
    assert confirm_and_draw(call=call, numbers=NUMBERS, by=colleague, at=call.drawn_at)
    assert not confirm_and_draw(call=call, numbers=NUMBERS, by=colleague, at=call.drawn_at)
    with pytest.raises(Refused):
        enter_numbers(call=call, numbers="1-2-3-4-5-6", source="s", by=moderator, at=call.drawn_at)


def test_numbers_that_could_all_be_tried_out_are_refused(committee, moderator):
    now = timezone.now()
    dice = Outside("주사위 한 개", now + 3 * DAY, 1, 1, 6)
    with pytest.raises(Refused) as refusal:
        a_call(committee, moderator, outside=dice)
    assert refusal.value.verdict.code == "too_few_results"
    eight_dice = Outside("주사위 여덟 번", now + 3 * DAY, 8, 1, 6, distinct=False, ascending=False)
    assert a_call(committee, moderator, outside=eight_dice).pk


def test_a_quota_without_room_for_all_seats_is_refused(committee, moderator):
    with pytest.raises(Refused) as refusal:
        a_call(committee, moderator, places=Places(4, {"female": 1, "male": 1}, {}, {}))
    assert refusal.value.verdict.code == "quota_too_small"


def test_a_seat_given_back_goes_to_whose_turn_it_is(drawn_call, moderator):
    left = drawn_call.drawn[0]
    came = give_back(call=drawn_call, code=left, by=moderator, at=timezone.now())
    assert came in seated_codes(drawn_call) and left not in seated_codes(drawn_call)
    assert verify_draw.complaints(published(drawn_call)) == []
    with pytest.raises(Refused):
        give_back(call=drawn_call, code=left, by=moderator, at=timezone.now())


def test_whoever_was_drawn_sits_and_gives_the_seat_back_by_withdrawing(drawn_call, moderator):
    code = drawn_call.drawn[0]
    mine = Volunteer.objects.get(code=code)
    member = seat_drawn(
        call=drawn_call, code=code, begins_on=timezone.localdate(), by=moderator, at=timezone.now()
    )
    assert (member.joined, member.sex, member.is_named) == ("drawn", mine.sex, False)
    assert withdraw(call=drawn_call, person=mine.user, at=timezone.now())
    assert Member.objects.get(pk=member.pk).left_on is not None
    assert verify_draw.complaints(published(drawn_call)) == []


def test_everything_stated_is_destroyed_when_the_days_are_over(drawn_call):
    due = destroyed_from(drawn_call)
    assert destroy_volunteers(call=drawn_call, at=due - timedelta(seconds=1)) == 0
    keep_agenda_time(at=due)
    assert not Volunteer.objects.exists()
    after = Call.objects.get(pk=drawn_call.pk)
    assert after.destroyed_at == due
    assert verify_draw.complaints(published(after)) == []


def test_the_clock_publishes_the_list_in_time(call, make_citizen):
    mine = put_on_the_list(call, make_citizen())
    keep_agenda_time(at=call.closes_at)
    assert Call.objects.get(pk=call.pk).codes[0]["code"] == mine.code


def test_withdrawing_before_the_list_leaves_no_trace(call, make_citizen):
    person = make_citizen()
    mine = put_on_the_list(call, person)
    assert withdraw(call=call, person=person, at=timezone.now())
    assert not Volunteer.objects.exists()
    assert not any(mine.code in str(event.data) for event in Event.objects.all())


def test_a_cancelled_call_says_why_and_draws_nobody(call, moderator):
    assert cancel_call(call=call, reason="지원자 부족", by=moderator, at=timezone.now())
    with pytest.raises(Refused):
        publish_list(call=call, by=moderator, at=call.closes_at)
    assert not keep_agenda_time(at=call.closes_at)


def test_citizens_cannot_take_any_step(call, committee, make_citizen):
    person, now = make_citizen(), timezone.now()
    for step in (
        lambda: a_call(committee, person),
        lambda: publish_list(call=call, by=person, at=call.closes_at),
        lambda: cancel_call(call=call, reason="x", by=person, at=now),
        lambda: seat_drawn(call=call, code="", begins_on=now.date(), by=person, at=now),
    ):
        with pytest.raises(Refused) as refusal:
            step()
        assert refusal.value.status == 403
