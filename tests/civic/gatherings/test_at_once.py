"""Thirty at the same moment, on connections of their own."""

from django.utils import timezone

from civic.gatherings.kinds import State
from civic.gatherings.models import SignUp
from civic.gatherings.signing import leave, sign_up
from tests.civic.gatherings.conftest import CONSENT
from tests.civic.people.test_races import at_once


def test_the_last_place_is_given_once_to_thirty(fresh_institution, make_gathering, make_citizen):
    gathering = make_gathering(capacity=1)
    now = timezone.now()
    people = [make_citizen(f"시민 {number}") for number in range(30)]
    at_once(
        fresh_institution,
        *[
            lambda one=one: sign_up(gathering=gathering, member=one, consented_to=CONSENT, at=now)
            for one in people
        ],
    )
    rows = SignUp.objects.filter(gathering=gathering).order_by("turn")
    assert [row.turn for row in rows] == list(range(1, 31))
    assert [row.state for row in rows] == [State.GOING] + [State.WAITING] * 29


def test_one_person_pressing_ten_times_has_one_place(fresh_institution, make_gathering, citizen):
    gathering = make_gathering()
    now = timezone.now()
    at_once(
        fresh_institution,
        *[lambda: sign_up(gathering=gathering, member=citizen, consented_to=CONSENT, at=now)] * 10,
    )
    assert SignUp.objects.filter(gathering=gathering).count() == 1


def test_ten_who_cancel_at_once_free_ten_places_in_turn(fresh_institution, make_gathering, make_citizen):
    gathering = make_gathering(capacity=10)
    now = timezone.now()
    signups = [
        sign_up(gathering=gathering, member=make_citizen(f"시민 {n}"), consented_to=CONSENT, at=now)
        for n in range(25)
    ]
    at_once(fresh_institution, *[lambda one=one: leave(signup=one, at=now) for one in signups[:10]])
    states = list(SignUp.objects.filter(gathering=gathering).order_by("turn").values_list("state", flat=True))
    assert states == [State.CANCELLED] * 10 + [State.OFFERED] * 10 + [State.WAITING] * 5
