"""The same person on two sheets is the same person, as far as paper lets anybody tell."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from civic.paper.models import ContactKey, Means, OfflinePerson
from civic.paper.people import recognise
from civic.paper.recognising import Unrecognisable, keys_of, known_by, same_typing
from platform_core.accounts.models import User
from platform_core.project import env
from tenants.context import institution_context


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("김하늘", "010-1234-5678"), ("김 하늘", "０１０ 1234 5678")),
        (("김하늘", "+82 10-1234-5678"), ("김하늘", "01012345678")),
        (("박나무", "1955-03-02"), ("박나무", "550302")),
        (("Lee", "Bada@Example.org"), ("이바다", "bada@example.org ")),
    ],
)
def test_what_means_the_same_is_the_same(haneul, one, other):
    assert known_by(*one) == known_by(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("김하늘", "010-1234-5678"), ("김바다", "010-1234-5678")),
        (("김하늘", "010-1234-5678"), ("김하늘", "010-1234-5679")),
        (("김하늘", "1955-03-02"), ("김하늘", "1955-03-03")),
    ],
)
def test_what_differs_is_somebody_else(haneul, one, other):
    assert known_by(*one) != known_by(*other)


@pytest.mark.parametrize(
    ("name", "contact"),
    [("김하늘", ""), ("", "010-1234-5678"), ("김하늘", "?"), ("김하늘", "1955-13-40"), ("김", "a@b")],
)
def test_what_tells_nothing_is_not_guessed_at(haneul, name, contact):
    with pytest.raises(Unrecognisable):
        known_by(name, contact)


def test_the_same_person_on_two_sheets_is_one_stand_in_whose_contact_is_not_kept(haneul, officer):
    known = known_by("김하늘", "010-1234-5678")
    at = timezone.now()
    first = recognise(name="김하늘", known=known, by=officer, at=at)
    second = recognise(name="김 하늘", known=known_by("김 하늘", "01012345678"), by=officer, at=at)
    assert first == second
    assert not first.is_active
    assert not first.has_usable_password()
    row = ContactKey.objects.get()
    assert row.means == Means.PHONE
    everything = str(list(User.objects.filter(pk=first.pk).values())) + str(list(ContactKey.objects.values()))
    assert "하늘" not in everything.replace("하늘시", "")
    assert "5678" not in row.key or "1234" not in row.key
    assert OfflinePerson.objects.get().contact == ""


def test_an_address_that_somebody_confirmed_is_their_account(haneul, officer, make_citizen):
    mine = make_citizen("나", email="me@example.org")
    found = recognise(
        name="아무개", known=known_by("아무개", "ME@example.org"), by=officer, at=timezone.now()
    )
    assert found == mine
    assert not OfflinePerson.objects.exists()


def test_the_next_city_knows_the_same_person_by_another_key(haneul, bada):
    known = known_by("김하늘", "010-1234-5678")
    here = keys_of(known)
    with institution_context(bada):
        assert set(keys_of(known).values()).isdisjoint(here.values())


def test_a_new_pepper_still_recognises_whom_the_old_one_knew(haneul, officer, settings):
    known = known_by("김하늘", "010-1234-5678")
    before = recognise(name="김하늘", known=known, by=officer, at=timezone.now())
    settings.CONTACT_PEPPERS = {1: "something long"}
    assert recognise(name="김하늘", known=known, by=officer, at=timezone.now()) == before
    settings.CONTACT_PEPPERS = {1: "something long", 2: "something else"}
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one altogether", [settings.SECRET_KEY]
    assert recognise(name="김하늘", known=known, by=officer, at=timezone.now()) == before


def test_an_old_pepper_is_taken_out_once_few_are_known_by_it_alone(haneul, officer, settings, capsys):
    """As deploy/env.example describes it: whoever came again is known by the new one, the others are new people."""
    came_again, stayed_away = (known_by(name, "010-1234-5678") for name in ("김하늘", "이바다"))
    settings.CONTACT_PEPPERS = {1: "something long"}
    first, second = (
        recognise(name="x", known=known, by=officer, at=timezone.now()) for known in (came_again, stayed_away)
    )
    settings.CONTACT_PEPPERS = {1: "something long", 2: "something else"}
    assert recognise(name="x", known=came_again, by=officer, at=timezone.now()) == first
    call_command("contact_peppers", haneul.schema_name)
    assert "1: 1" in capsys.readouterr().out  # one is known by the first alone
    with pytest.raises(CommandError):
        call_command("contact_peppers", haneul.schema_name, forget=1)  # it is still in use
    settings.CONTACT_PEPPERS = {2: "something else"}
    call_command("contact_peppers", haneul.schema_name, forget=1)
    assert set(ContactKey.objects.values_list("pepper", flat=True)) == {2}
    assert recognise(name="x", known=came_again, by=officer, at=timezone.now()) == first
    assert recognise(name="x", known=stayed_away, by=officer, at=timezone.now()) != second


@pytest.mark.parametrize(
    "wrong", ["secret", "1:short", "0:long enough for one", "1:long enough for one," * 2]
)
def test_peppers_that_make_no_sense_stop_the_start(monkeypatch, wrong):
    monkeypatch.setenv("CONTACT_PEPPERS", wrong)
    with pytest.raises(env.BadEnvironment):
        env.numbered("CONTACT_PEPPERS")
    monkeypatch.setenv("CONTACT_PEPPERS", "1:long enough for one, 12:with:colons and more")
    assert env.numbered("CONTACT_PEPPERS") == {1: "long enough for one", 12: "with:colons and more"}


def test_a_readable_contact_needs_a_purpose_and_a_day(haneul, officer):
    person = recognise(
        name="김하늘", known=known_by("김하늘", "010-1234-5678"), by=officer, at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        OfflinePerson.objects.filter(pk=person.pk).update(contact="010-1234-5678")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"name": "김 하늘", "contact": "010-1234-5678"}, {"name": "김하늘", "contact": "01012345678"}, True),
        (
            {"name": "김하늘", "contact": "010-1234-5678"},
            {"name": "김하늘", "contact": "010-1234-5679"},
            False,
        ),
        (
            {"name": "김하늘", "contact": "a@b.kr", "text": "좋아요 "},
            {"name": "김하늘", "contact": "A@b.kr", "text": "좋아요"},
            True,
        ),
        (None, {"name": "김하늘", "contact": "a@b.kr"}, False),
    ],
)
def test_two_typings_agree_when_only_spacing_differs(one, other, same):
    assert same_typing(one, other) is same
