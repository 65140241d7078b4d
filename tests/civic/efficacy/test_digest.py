"""One letter of what came of it: when something has, once, whatever crashes, and never to who said no."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from civic.efficacy import digest
from civic.efficacy.digest import digest_token, wish, write_digests, write_portion
from civic.efficacy.models import Digest, DigestRound, Rhythm
from civic.efficacy.periods import By, Period
from civic.proposals.models import Proposal, Support
from platform_core.outbound.models import OutboundMail

# The second of October in Seoul, after nine: the third quarter and September are over.
NOW = datetime(2026, 10, 2, 1, tzinfo=UTC)
IN_SEPTEMBER = datetime(2026, 9, 10, tzinfo=UTC)
IN_JULY = datetime(2026, 7, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_seouls_clock(in_seoul, in_english):
    pass


@pytest.fixture
def changed(make_proposal):
    def make(*people, at=IN_SEPTEMBER):
        proposal = make_proposal("가로등", at=IN_JULY, stage="closed", closed_as="carried_out", closed_at=at)
        for person in people:
            Support.objects.create(proposal=proposal, citizen=person, given_at=IN_JULY)
        return proposal

    return make


def letters(person):
    return OutboundMail.objects.filter(user=person, dedupe_key__startswith="digest:")


def test_the_letter_tells_what_came_of_it(haneul, citizen, changed):
    changed(citizen)
    write_digests(at=NOW)
    letter = letters(citizen).get()
    assert "가로등" in letter.text
    assert "/me/effect/" in letter.text
    assert "List-Unsubscribe" in letter.headers


def test_when_nothing_has_happened_none_comes(haneul, citizen, make_proposal, changed):
    make_proposal(author=citizen, at=IN_JULY)
    changed(citizen, at=datetime(2026, 10, 1, 12, tzinfo=UTC))
    write_digests(at=NOW)
    assert not letters(citizen).exists()


def test_it_comes_once_however_often_the_clock_comes_by(haneul, citizen, changed):
    changed(citizen)
    for hour in range(4):
        write_digests(at=NOW + timedelta(hours=hour))
    assert letters(citizen).count() == 1


def test_it_comes_once_even_if_the_round_is_begun_anew_and_letters_are_forgotten(haneul, citizen, changed):
    changed(citizen)
    write_digests(at=NOW)
    letters(citizen).delete()
    DigestRound.objects.update(behind=0, finished_at=None)
    write_digests(at=NOW)
    assert not letters(citizen).exists()


def test_it_comes_as_often_as_somebody_wishes(haneul, make_citizen, changed):
    monthly, quarterly, never = make_citizen(), make_citizen(), make_citizen()
    wish(person=monthly, rhythm=Rhythm.MONTH)
    wish(person=never, rhythm=Rhythm.OFF)
    changed(monthly, quarterly, never, at=IN_JULY + timedelta(days=5))
    write_digests(at=NOW)
    assert not letters(monthly).exists(), "that was told in August"
    assert letters(quarterly).count() == 1
    assert not letters(never).exists()


def test_a_round_that_was_cut_short_goes_on_behind_whom_it_reached(
    haneul, make_citizen, changed, monkeypatch
):
    monkeypatch.setattr(digest, "PORTION", 2)
    people = [make_citizen() for _number in range(5)]
    changed(*people)
    quarter = Period(datetime(2026, 7, 1).date(), By.QUARTER)
    DigestRound.objects.create(rhythm="quarter", begins_on=quarter.begins)
    write_portion(rhythm=Rhythm.QUARTER, period=quarter, at=NOW)
    assert Digest.objects.count() < 5
    real = digest._write
    monkeypatch.setattr(digest, "_write", lambda *given: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError):
        while write_portion(rhythm=Rhythm.QUARTER, period=quarter, at=NOW) is not None:
            pass
    monkeypatch.setattr(digest, "_write", real)
    while write_portion(rhythm=Rhythm.QUARTER, period=quarter, at=NOW) is not None:
        pass
    assert Digest.objects.count() == 6, "the five, and who proposed it"
    assert all(letters(person).count() == 1 for person in people)


def test_what_was_hidden_meanwhile_is_told_to_nobody(haneul, citizen, changed):
    Proposal.objects.filter(pk=changed(citizen).pk).update(standing="hidden")
    write_digests(at=NOW)
    assert not letters(citizen).exists()


def test_a_letter_is_stopped_from_the_letter_without_signing_in(haneul, citizen, changed, visit):
    address = f"/effect/letters/{digest_token(citizen)}/"
    assert visit(haneul).get(address).status_code == 200
    changed(citizen)
    visit(haneul).post(address)
    write_digests(at=NOW)
    assert not letters(citizen).exists()


def test_a_link_of_one_city_is_nothing_in_the_other(haneul, bada, citizen, visit):
    address = f"/effect/letters/{digest_token(citizen)}/"
    assert visit(bada).get(address).status_code == 404
    assert visit(bada).post(address).status_code == 404


def test_on_the_page_one_chooses_how_often(haneul, citizen, visit):
    visit(haneul, as_=citizen).post("/me/effect/letters/", {"rhythm": "month"})
    assert digest.wish_of(citizen) == Rhythm.MONTH
    assert visit(haneul, as_=citizen).post("/me/effect/letters/", {"rhythm": "x"}).status_code == 422


def test_who_left_is_forgotten(haneul, citizen, changed):
    from civic.efficacy.listeners import forget_who_said_it
    from platform_core.events.models import Event

    changed(citizen)
    wish(person=citizen, rhythm=Rhythm.QUARTER)
    write_digests(at=NOW)
    event = Event(kind="accounts.person.withdrew", subject_id=citizen.pk, at=timezone.now())
    forget_who_said_it(event)
    forget_who_said_it(event)
    assert not Digest.objects.filter(user=citizen).exists()
