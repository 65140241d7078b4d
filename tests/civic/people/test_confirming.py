"""An officer sees somebody at the counter, and the rules of participation believe it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from civic.journeys.farewell import forget_private_things
from civic.people.confirming import age_at, confirm_person, confirmations_of, end_confirmation, may_confirm
from civic.people.models import Confirmation, Confirmed, Means, Role
from civic.processes.document import Requirement
from civic.processes.engine import is_entitled
from civic.processes.kinds import Identity, Tie
from civic.processes.persons import persona_of
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context

pytestmark = pytest.mark.usefixtures("haneul")

ADULT_HERE = Requirement(identity=Identity.CERTIFIED, ties=(Tie.RESIDES, Tie.WORKS), min_age=18)


@pytest.fixture
def officer(haneul, make_staff):
    return make_staff(Role.MODERATOR)


def seen(person, officer, *kinds, years=None, at=None):
    return confirm_person(
        person=person,
        kinds=kinds,
        full_years=years,
        means=Means.IN_PERSON,
        by=officer,
        at=at or timezone.now(),
    )


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_who_was_seen_at_the_counter_may_take_part_at_once(citizen, officer):
    assert is_entitled(persona_of(citizen), ADULT_HERE).code == "age_unknown"
    seen(citizen, officer, Confirmed.IDENTITY, Confirmed.AGE, Confirmed.RESIDES, years=41)
    assert is_entitled(persona_of(fresh(citizen)), ADULT_HERE).allowed


def test_what_is_missing_is_said_with_where_to_get_it(citizen, officer):
    seen(citizen, officer, Confirmed.AGE, Confirmed.IDENTITY, years=17)
    refused = is_entitled(persona_of(fresh(citizen)), ADULT_HERE)
    assert (refused.code, refused.requirement, refused.actual) == ("too_young", 18, 17)
    seen(citizen, officer, Confirmed.AGE, years=18)
    refused = is_entitled(persona_of(fresh(citizen)), ADULT_HERE)
    assert (refused.code, str(refused.next_url)) == ("not_from_here", reverse("portal:my_confirmations"))


def test_an_address_is_believed_for_a_year_and_a_person_for_ever(citizen, officer):
    begun = timezone.now() - timedelta(days=366)
    seen(citizen, officer, Confirmed.IDENTITY, Confirmed.RESIDES, at=begun)
    assert persona_of(fresh(citizen)).identity == Identity.CERTIFIED
    assert persona_of(fresh(citizen)).ties == frozenset()


def test_an_age_grows_with_the_years():
    row = Confirmation(full_years=13, confirmed_at=datetime(2026, 3, 2, 3, tzinfo=UTC))
    assert age_at(row, datetime(2027, 3, 1, 3, tzinfo=UTC)) == 13
    assert age_at(row, datetime(2027, 3, 2, 3, tzinfo=UTC)) == 14


def test_seeing_somebody_again_replaces_what_was_seen(citizen, officer):
    seen(citizen, officer, Confirmed.AGE, years=17)
    seen(citizen, officer, Confirmed.AGE, years=18)
    assert [row.full_years for row in confirmations_of(citizen, timezone.now())] == [18]


def test_the_same_thing_cannot_be_believed_twice(citizen, officer):
    [row] = seen(citizen, officer, Confirmed.RESIDES)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(
            user=citizen, kind=row.kind, means=row.means, confirmed_at=row.confirmed_at
        )


@pytest.mark.parametrize("years", [None, -1, 131])
def test_an_age_that_is_nobodys_is_refused(citizen, officer, years):
    with pytest.raises(ValueError, match="age"):
        seen(citizen, officer, Confirmed.AGE, years=years)


def test_what_is_ended_is_believed_no_longer_and_ends_once(citizen, officer):
    [row] = seen(citizen, officer, Confirmed.RESIDES)
    for expected in (True, False):
        assert end_confirmation(confirmation=row, reason="이사", by=officer, at=timezone.now()) is expected
    assert not persona_of(fresh(citizen)).ties


def test_nobody_confirms_oneself_and_respondents_confirm_nobody(officer, citizen, make_staff):
    assert may_confirm(officer, officer).code == "not_oneself"
    assert may_confirm(citizen, officer).code == "not_allowed"
    with pytest.raises(Refused):
        seen(officer, officer, Confirmed.IDENTITY)


def test_the_history_tells_that_it_was_confirmed_and_not_how_old_somebody_is(citizen, officer):
    seen(citizen, officer, Confirmed.AGE, years=41)
    event = Event.objects.get(kind="people.confirmation.given")
    assert event.data == {"kinds": ["age"], "means": "in_person"}


def test_whoever_leaves_takes_it_along(citizen, officer):
    seen(citizen, officer, Confirmed.IDENTITY)
    forget_private_things(citizen)
    assert not Confirmation.objects.filter(user=citizen).exists()


def test_what_one_city_has_seen_the_next_does_not_know(haneul, bada, citizen, officer):
    seen(citizen, officer, Confirmed.IDENTITY)
    with institution_context(bada):
        assert not Confirmation.objects.exists()


def test_at_the_counter_the_account_is_found_by_its_whole_address(haneul, officer, citizen, visit):
    page = visit(haneul, as_=officer).post(reverse("desk:confirmations"), {"email": citizen.email.upper()})
    assert page.status_code == 302
    assert page["Location"] == reverse("desk:confirmation", args=[citizen.pk])
    page = visit(haneul, as_=officer).post(reverse("desk:confirmations"), {"email": citizen.email[1:]})
    assert page.status_code == 422
    assert citizen.email[1:] in page.content.decode()


def test_the_officer_ticks_what_was_seen_and_the_person_reads_it(haneul, officer, citizen, visit):
    address = reverse("desk:confirmation", args=[citizen.pk])
    page = visit(haneul, as_=officer).post(address, {"kinds": ["identity", "age"], "means": "in_person"})
    assert page.status_code == 422
    typed = {"kinds": ["identity", "age"], "full_years": "41", "means": "in_person"}
    assert visit(haneul, as_=officer).post(address, typed).status_code == 302
    mine = visit(haneul, as_=citizen).get(reverse("portal:my_confirmations")).content.decode()
    assert "41" in mine
