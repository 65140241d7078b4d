"""Signing up: first come, first served, and said in words when it is not possible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.gatherings.actions import cancel_gathering, change_gathering
from civic.gatherings.kinds import State
from civic.gatherings.models import Gathering, SignUp
from civic.gatherings.places import pass_on_everywhere
from civic.gatherings.queries import place_in_line
from civic.gatherings.signing import (
    Guest,
    accept,
    confirm,
    forget_unconfirmed,
    leave,
    sign_up,
    sign_up_by_phone,
)
from civic.journeys.gather import sign_up_guest
from civic.people.models import Role
from platform_core.access import Refused
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tests.civic.gatherings.conftest import CONSENT, plan_for


def come(gathering, member, at=None):
    return sign_up(gathering=gathering, member=member, consented_to=CONSENT, at=at or timezone.now())


def test_a_member_has_a_place_with_one_press(haneul, citizen, make_gathering):
    signup = come(make_gathering(), citizen)
    assert signup.state == State.GOING
    assert (signup.name, signup.email, signup.phone) == ("", "", "")


def test_nobody_signs_up_twice(haneul, citizen, make_gathering):
    gathering = make_gathering()
    come(gathering, citizen)
    with pytest.raises(Refused) as refused:
        come(gathering, citizen)
    assert refused.value.verdict.code == "already_signed_up"


def test_whoever_comes_when_it_is_full_waits_and_is_offered_the_place_that_comes_free(
    haneul, make_citizen, make_gathering
):
    gathering = make_gathering(capacity=1)
    now = timezone.now()
    first, second, third = (come(gathering, make_citizen(), now) for _ in range(3))
    assert [one.state for one in (first, second, third)] == [State.GOING, State.WAITING, State.WAITING]
    assert [place_in_line(one) for one in (second, third)] == [1, 2]
    leave(signup=first, at=now)
    second.refresh_from_db()
    assert second.state == State.OFFERED
    assert second.offer_ends_at == now + timedelta(hours=24)
    assert accept(signup=second, at=now + timedelta(hours=23))
    third.refresh_from_db()
    assert third.state == State.WAITING


def test_an_offer_nobody_takes_goes_to_the_next_person(haneul, make_citizen, make_gathering):
    gathering = make_gathering(capacity=1)
    now = timezone.now()
    first, second, third = (come(gathering, make_citizen(), now) for _ in range(3))
    leave(signup=first, at=now)
    later = now + timedelta(hours=24)
    assert pass_on_everywhere(at=later) == 1
    states = [SignUp.objects.get(pk=one.pk).state for one in (second, third)]
    assert states == [State.LAPSED, State.OFFERED]
    with pytest.raises(Refused) as refused:
        accept(signup=second, at=later)
    assert refused.value.verdict.code == "no_offer"


def test_an_offer_is_over_at_its_instant_also_when_no_clock_has_turned(haneul, make_citizen, make_gathering):
    gathering = make_gathering(capacity=1)
    now = timezone.now()
    first, second = (come(gathering, make_citizen(), now) for _ in range(2))
    leave(signup=first, at=now)
    with pytest.raises(Refused) as refused:
        accept(signup=second, at=now + timedelta(hours=24))
    assert refused.value.verdict.code == "too_late"


def test_an_offer_never_reaches_beyond_the_beginning(haneul, make_citizen, make_gathering):
    gathering = make_gathering(capacity=1)
    now = timezone.now()
    first, second = (come(gathering, make_citizen(), now) for _ in range(2))
    leave(signup=first, at=gathering.begins_at - timedelta(hours=2))
    second.refresh_from_db()
    assert second.offer_ends_at == gathering.begins_at


def test_without_a_waiting_list_full_is_full(haneul, make_citizen, make_gathering):
    gathering = make_gathering(capacity=1, keeps_waiting_list=False)
    come(gathering, make_citizen())
    with pytest.raises(Refused) as refused:
        come(gathering, make_citizen())
    assert refused.value.verdict.code == "full"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (lambda g: g.signup_opens_at - timedelta(seconds=1), "too_early"),
        (lambda g: g.signup_closes_at, "too_late"),
        (lambda g: g.ends_at, "over"),
    ],
)
def test_signing_up_has_its_time(haneul, citizen, make_gathering, moment, code):
    gathering = make_gathering()
    with pytest.raises(Refused) as refused:
        come(gathering, citizen, moment(gathering))
    assert refused.value.verdict.code == code


def test_what_is_only_being_prepared_takes_nobody(haneul, citizen, make_gathering):
    with pytest.raises(Refused) as refused:
        come(make_gathering(publish=False), citizen)
    assert refused.value.verdict.code == "closed"


def test_whoever_read_older_words_of_consent_is_asked_again(haneul, citizen, make_gathering):
    with pytest.raises(Refused) as refused:
        sign_up(gathering=make_gathering(), member=citizen, consented_to="2025-01", at=timezone.now())
    assert refused.value.verdict.code == "consent_needed"
    assert SignUp.objects.count() == 0


def guest(gathering, at=None, **who):
    return sign_up_guest(
        gathering=gathering, guest=Guest(**who), consented_to=CONSENT, at=at or timezone.now()
    )


def test_a_guest_with_an_address_holds_nothing_until_the_link_is_followed(haneul, citizen, make_gathering):
    gathering = make_gathering(capacity=1)
    typed = guest(gathering, name="김손님", email="guest@example.org")
    assert typed.state == State.UNCONFIRMED
    assert come(gathering, citizen).state == State.GOING
    assert confirm(signup=typed, at=timezone.now()).state == State.WAITING
    [letter] = OutboundMail.objects.filter(to="guest@example.org")
    assert typed.key in letter.text and letter.is_secret


def test_a_link_followed_twice_gives_one_place(haneul, make_gathering):
    typed = guest(make_gathering(), name="김손님", email="guest@example.org")
    first = confirm(signup=typed, at=timezone.now())
    again = confirm(signup=typed, at=timezone.now())
    assert (first.state, again.state, again.turn) == (State.GOING, State.GOING, first.turn)


def test_nobody_learns_from_the_form_who_is_on_the_list(haneul, make_gathering, make_citizen):
    gathering = make_gathering()
    come(gathering, make_citizen(email="member@example.org"))
    assert guest(gathering, name="호기심", email="Member@example.org").user is not None
    assert SignUp.objects.filter(gathering=gathering).count() == 1
    # Its owner gets the way to their own page; whoever typed it sees what everybody sees.
    assert OutboundMail.objects.filter(to="member@example.org").count() == 1


def test_who_never_confirms_is_forgotten_after_two_days(haneul, make_gathering):
    now = timezone.now()
    guest(make_gathering(), name="김손님", email="guest@example.org", at=now)
    assert forget_unconfirmed(at=now + timedelta(hours=47)) == 0
    assert forget_unconfirmed(at=now + timedelta(hours=48)) == 1
    assert not SignUp.objects.exists()


def test_a_guest_with_a_number_only_takes_their_turn_at_once(haneul, make_gathering):
    signup = guest(make_gathering(), name="박전화", phone="01012345678")
    assert signup.state == State.GOING


def test_staff_put_down_who_calls_and_it_is_marked(haneul, make_staff, make_gathering):
    staff = make_staff(Role.MODERATOR)
    signup = sign_up_by_phone(
        gathering=make_gathering(), guest=Guest("박전화", phone="01012345678"), by=staff, at=timezone.now()
    )
    assert (signup.how, signup.entered_by, signup.consent_version) == ("phone", staff, CONSENT)


def test_a_citizen_puts_nobody_down(haneul, citizen, make_gathering):
    with pytest.raises(Refused) as refused:
        sign_up_by_phone(
            gathering=make_gathering(), guest=Guest("박전화", phone="010"), by=citizen, at=timezone.now()
        )
    assert refused.value.verdict.code == "not_allowed"


def test_more_places_are_offered_in_turn_and_fewer_take_nobodys_away(
    haneul, make_citizen, make_staff, make_gathering
):
    gathering = make_gathering(capacity=1)
    now, staff = timezone.now(), make_staff(Role.MODERATOR)
    first, second, third = (come(gathering, make_citizen(), now) for _ in range(3))

    def set_capacity(capacity):
        plan = plan_for(now, capacity=capacity, begins_at=gathering.begins_at, ends_at=gathering.ends_at)
        change_gathering(gathering=gathering, plan=plan, by=staff, at=now)
        return [SignUp.objects.get(pk=one.pk).state for one in (first, second, third)]

    assert set_capacity(2) == [State.GOING, State.OFFERED, State.WAITING]
    assert set_capacity(1) == [State.GOING, State.OFFERED, State.WAITING]
    assert set_capacity(None) == [State.GOING, State.OFFERED, State.OFFERED]


def test_a_cancelled_gathering_takes_nobody_and_is_cancelled_once(
    haneul, citizen, make_staff, make_gathering
):
    gathering, staff, now = make_gathering(), make_staff(Role.MODERATOR), timezone.now()
    assert cancel_gathering(gathering=gathering, reason="강사가 아픕니다", by=staff, at=now)
    assert not cancel_gathering(gathering=gathering, reason="또", by=staff, at=now)
    with pytest.raises(Refused) as refused:
        come(Gathering.objects.get(pk=gathering.pk), citizen)
    assert refused.value.verdict.code == "cancelled"


def test_no_event_names_anybody_who_signed_up(haneul, make_citizen, make_gathering):
    gathering = make_gathering(capacity=1)
    member = make_citizen("비밀이름", email="secret@example.org")
    come(gathering, member)
    guest(gathering, name="숨은손님", phone="01099998888")
    for event in Event.objects.filter(kind__startswith="gatherings.signup"):
        assert event.actor_id is None
        assert "숨은" not in str(event.data) and "9999" not in str(event.data)
