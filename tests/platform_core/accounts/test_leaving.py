"""Somebody leaves."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone, translation
from django.utils.translation import gettext

from civic.people.models import Role, StaffRole
from platform_core.access import Refused
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.actions import queue_mail
from platform_core.outbound.models import OutboundMail
from tests.fixtures.people import PASSWORD


def test_leaving_takes_the_password_and_a_choice(haneul, visit, citizen):
    kim = visit(haneul, as_=citizen)
    assert kim.get("/me/account/leaving/").status_code == 200
    for wish in [{}, {"writings": "keep"}, {"writings": "keep", "password": "wrong"}, {"password": PASSWORD}]:
        assert kim.post("/me/account/leaving/", wish).status_code == 422
    assert User.objects.get(pk=citizen.pk).is_active
    answer = kim.post("/me/account/leaving/", {"writings": "keep", "password": PASSWORD})
    assert answer["Location"] == "/left/"
    assert kim.get("/me/account/").status_code == 302
    again = visit(haneul).post("/sign-in/", {"login": citizen.email, "password": PASSWORD})
    assert again.status_code == 200


def test_nothing_that_names_the_person_is_left(haneul, citizen):
    old = (citizen.email, citizen.name)
    queue_mail(to=citizen.email, subject="안내", text="본문", user=citizen)
    queue_mail(to=citizen.email.upper(), subject="안내", text="본문")
    Authenticator.objects.create(user=citizen, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert withdraw_from(user=citizen, keep_writings=True, at=timezone.now())
    row = User.objects.get(pk=citizen.pk)
    with translation.override("ko"):  # the institution's language, not the reader's: the name is stored
        assert row.email.endswith("@withdrawn.invalid") and row.name == gettext("Citizen who left")
    assert not row.has_usable_password() and not row.is_active and row.withdrawn_at
    assert not EmailAddress.objects.filter(user=citizen).exists()
    assert not Authenticator.objects.filter(user=citizen).exists()
    assert not OutboundMail.objects.filter(to__iexact=old[0]).exists()
    said = Event.objects.get(kind="accounts.person.withdrew")
    assert said.data == {"keep_writings": True} and said.subject_id == citizen.pk
    assert old[0] not in str(list(Event.objects.values()))


def test_leaving_twice_happens_once(haneul, citizen):
    assert withdraw_from(user=citizen, keep_writings=False, at=timezone.now()) is True
    assert withdraw_from(user=citizen, keep_writings=False, at=timezone.now()) is False
    assert Event.objects.filter(kind="accounts.person.withdrew").count() == 1


def test_the_address_is_free_for_a_new_beginning(haneul, citizen, make_citizen):
    address = citizen.email
    withdraw_from(user=citizen, keep_writings=True, at=timezone.now())
    assert make_citizen(email=address).pk != citizen.pk


def test_leaving_here_leaves_the_other_institution_alone(haneul, bada, visit, make_citizen):
    here = make_citizen(email="kim@example.org", at=haneul)
    there = make_citizen(email="kim@example.org", at=bada)
    visit(haneul, as_=here).post("/me/account/leaving/", {"writings": "keep", "password": PASSWORD})
    assert visit(bada, as_=there).get("/me/account/").status_code == 200


def test_the_only_administrator_is_asked_to_hand_over_first(haneul, visit, make_staff):
    StaffRole.objects.filter(role=Role.ADMINISTRATOR).delete()
    boss = make_staff(Role.ADMINISTRATOR)
    page = visit(haneul, as_=boss).get("/me/account/leaving/").content.decode()
    assert 'name="password"' not in page
    with pytest.raises(Refused) as refusal:
        withdraw_from(user=boss, keep_writings=True, at=timezone.now())
    assert refusal.value.verdict.code == "last_administrator"
    make_staff(Role.ADMINISTRATOR)
    assert withdraw_from(user=boss, keep_writings=True, at=timezone.now())
    announce_pending()
    assert not StaffRole.objects.filter(user=boss).exists()
