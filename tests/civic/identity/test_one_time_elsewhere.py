"""일회 참여 in votes and discussions, and numbers that pass on to somebody else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from civic.ballots.counting import count_of
from civic.ballots.models import Paper, Voter
from civic.debates.models import CurrentVote, Opinion
from civic.identity.models import Kind, PersonKey, Purpose
from civic.identity.phones import NUMBER_IS_OURS
from civic.ledger.models import Entry
from civic.paper.folding import fold
from civic.paper.models import ContactKey, OfflinePerson
from civic.people.confirming import BELIEVED_FOR
from civic.processes.kinds import Identity
from civic.processes.persons import persona_of
from civic.proposals.counting import exact_count
from civic.proposals.models import Support
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from tests.civic.ballots.conftest import ballot, numbers, rules_of_vote  # noqa: F401
from tests.civic.debates.conftest import debate, rules_of_debate  # noqa: F401
from tests.civic.identity.test_one_time import KIM, ONCE, item_under, rules, to
from tests.civic.identity.test_texting import PHONE, WHERE, code_in
from tests.civic.proposals.conftest import moderator, process  # noqa: F401
from tests.fixtures.people import new_citizen
from tests.platform_core.accounts.letters import code_for


@pytest.fixture
def texts(service, enter):
    where = service.address + WHERE[Kind.NHN]
    return enter(
        service, key="texts", kind=Kind.NHN, purpose=Purpose.TEXT, issuer=where, channel="0212345678"
    )


def old_enough(visitor, back):
    visitor.post("/sign-up/age/", {"age": "old_enough", "next": back, "back": "1"})
    return visitor


def by_phone(visitor, service, item, number=PHONE):
    old_enough(visitor, to(item))
    visitor.post(to(item), {"phone": number, "email": "", "agreed": "on"})
    return visitor.post("/one-time/code/", {"code": code_in(service)})


def test_somebody_votes_without_an_account_once_and_nobody_learns_what(haneul, visit, ballot):  # noqa: F811
    held = ballot(rules_of_vote(eligibility={"vote": ONCE}), may_withdraw=True)
    yes, no = numbers(held)
    here = f"/votes/{held.pk}/one-time/"
    kim = visit(haneul)
    assert f'formaction="{here}"' in kim.get(f"/votes/{held.pk}/").content.decode()
    # What was chosen waits for the code, in this browser.
    assert kim.post(here, {"choice": yes, "without_account": "1"})["Location"] == here
    old_enough(kim, here).post(here, {"email": KIM, "agreed": "on"})
    assert kim.post("/one-time/code/", {"code": code_for(KIM)})["Location"] == "/one-time/"
    assert count_of(held).votes == {yes: 1} and Entry.objects.filter(kind="vote").count() == 1
    stand_in = Voter.objects.get().person
    assert not stand_in.is_active and KIM not in stand_in.email
    mine = kim.get("/one-time/").content.decode()
    assert held.question in mine and not [one for one in held.options.all() if one.label in mine]
    # The same address elsewhere is the same person: the vote is changed, not given twice.
    other = visit(haneul)
    other.post(here, {"choice": no, "without_account": "1"})
    old_enough(other, here).post(here, {"email": KIM.upper(), "agreed": "on"})
    other.post("/one-time/code/", {"code": code_for(KIM)})
    assert count_of(held).votes == {no: 1} and Voter.objects.get().person == stand_in
    assert kim.post("/one-time/return/", {"vote": held.pk}).status_code == 302
    assert not Voter.objects.exists() and not Paper.objects.exists()


def votes_by_mail(visitor, held, typed):
    here = f"/votes/{held.pk}/one-time/"
    visitor.post(here, {**typed, "without_account": "1"})
    old_enough(visitor, here).post(here, {"email": KIM, "agreed": "on"})
    return visitor.post("/one-time/code/", {"code": code_for(KIM)})


def test_whoever_is_forgotten_and_comes_again_has_one_vote(haneul, visit, ballot):  # noqa: F811
    held = ballot(rules_of_vote(eligibility={"vote": ONCE}))
    for chosen in numbers(held):
        kim = visit(haneul)
        votes_by_mail(kim, held, {"choice": chosen})
        assert count_of(held).votes == {chosen: 1}
        kim.post("/one-time/end/", {"writings": "keep"})
    assert not Voter.objects.exists() and not Paper.objects.exists()


def test_nobody_votes_blank_by_pressing_too_early(haneul, visit, ballot, make_citizen):  # noqa: F811
    held = ballot(rules_of_vote(eligibility={"vote": ONCE}), takes_blank=True)
    assert votes_by_mail(visit(haneul), held, {})["Location"] == f"/votes/{held.pk}/#paper"
    citizen, paper = visit(haneul, as_=make_citizen()), f"/votes/{held.pk}/paper/"
    assert citizen.post(paper).status_code == 422 and not Voter.objects.exists()
    kim = visit(haneul)
    assert 'name="blank"' in kim.get(f"/votes/{held.pk}/").content.decode()
    here = f"/votes/{held.pk}/one-time/"
    assert kim.post(here, {"blank": "on"})["Location"] == here
    old_enough(kim, here).post(here, {"email": "lee@example.org", "agreed": "on"})
    kim.post("/one-time/code/", {"code": code_for("lee@example.org")})
    assert Paper.objects.get().choices == []
    Paper.objects.all().delete()
    assert citizen.post(paper, {"blank": "on"}).status_code == 302 and Paper.objects.get().choices == []


def test_who_made_an_account_elsewhere_is_not_counted_beside_it(haneul, visit, ballot):  # noqa: F811
    held = ballot(rules_of_vote(eligibility={"vote": ONCE}))
    yes, no = numbers(held)
    kim = visit(haneul)
    votes_by_mail(kim, held, {"choice": yes})
    fold(stand_in=Voter.objects.get().person, account=new_citizen(), by=None, at=timezone.now())
    while announce_pending():
        pass
    here = f"/votes/{held.pk}/one-time/"
    kim.post(here, {"choice": no, "without_account": "1"})
    assert kim.post(here).status_code == 422
    assert count_of(held).votes == {yes: 1}


def test_somebody_says_where_they_stand_without_an_account(haneul, visit, debate):  # noqa: F811
    held = debate(rules_of_debate(eligibility={"vote": ONCE}))
    here = f"/debates/{held.pk}/one-time/"
    kim = visit(haneul)
    assert f'formaction="{here}"' in kim.get(f"/debates/{held.pk}/").content.decode()
    kim.post(here, {"side": "pro", "body": "넓히면 안전합니다.", "without_account": "1"})
    old_enough(kim, here).post(here, {"email": KIM, "agreed": "on"})
    assert kim.post("/one-time/code/", {"code": code_for(KIM)})["Location"] == "/one-time/"
    said = Opinion.objects.get()
    assert (said.side, said.body, said.is_offline) == ("pro", "넓히면 안전합니다.", False)
    assert CurrentVote.objects.get().person == said.author
    kim.post("/one-time/return/", {"opinion": said.pk})
    assert not CurrentVote.objects.exists()
    # Where the rules ask for an account there is no such way.
    closed = debate(title="다른 물음")
    assert f"/debates/{closed.pk}/one-time/" not in kim.get(f"/debates/{closed.pk}/").content.decode()
    assert visit(haneul).get(f"/debates/{closed.pk}/one-time/").status_code == 403


def test_asking_what_is_kept_makes_nobody(haneul, visit):
    kim = old_enough(visit(haneul), "/one-time/")
    kim.post("/one-time/", {"email": KIM, "agreed": "on"})
    assert kim.post("/one-time/code/", {"code": code_for(KIM)}).status_code == 302
    assert not OfflinePerson.objects.exists()


def test_whoever_gets_a_number_later_is_somebody_else(haneul, visit, service, texts):
    """And what the number was counted for is not counted again: it may be the same person after all."""
    item, other = item_under(rules(support=ONCE)), item_under(rules(support=ONCE))
    by_phone(visit(haneul), service, item)
    first = Support.objects.get().citizen
    ContactKey.objects.update(answered_at=timezone.now() - NUMBER_IS_OURS)
    second = visit(haneul)
    assert by_phone(second, service, other).status_code == 302
    assert Support.objects.get(proposal=other).citizen != first
    assert item.title not in second.get("/one-time/").content.decode().partition(other.title)[0]
    assert second.post(to(item)).status_code == 409
    assert (exact_count(item), exact_count(other)) == (1, 1)
    assert Support.objects.get(proposal=item).citizen == first


def test_a_number_opens_no_account_and_is_confirmed_anew_after_a_year(haneul, visit, service, texts):
    item = item_under(rules(support=ONCE))
    one, two = new_citizen(), new_citizen()

    def confirms(person):
        browser = visit(haneul, as_=person)
        browser.post("/me/confirmations/phone/", {"phone": PHONE})
        return browser.post("/me/confirmations/phone/code/", {"code": code_in(service)})

    def level(person):
        return persona_of(User.objects.get(pk=person.pk)).identity

    assert confirms(one).status_code == 302 and level(one) == Identity.PHONE
    assert by_phone(visit(haneul), service, item).status_code == 409 and exact_count(item) == 0
    # Long ago it may have been somebody else: whose account it is stands nowhere.
    PersonKey.objects.update(answered_at=timezone.now() - NUMBER_IS_OURS)
    late = confirms(two)
    assert late.status_code == 409 and "•••@" not in late.content.decode()
    cache.clear()  # three messages to one number, then it waits
    PersonKey.objects.update(answered_at=timezone.now() - BELIEVED_FOR - timedelta(days=1))
    assert by_phone(visit(haneul), service, item).status_code == 302
    assert Support.objects.get().citizen not in (one, two)
    assert confirms(two).status_code == 302
    assert (level(one), level(two)) == (Identity.NONE, Identity.PHONE)
    assert Support.objects.get().citizen == two  # what was done with it lately is theirs


def test_messages_go_to_the_countries_and_as_often_as_the_institution_says(
    haneul, visit, service, texts, administrator, monkeypatch
):
    desk, item = visit(haneul, as_=administrator), item_under(rules(support=ONCE))
    kim = old_enough(visit(haneul), to(item))
    assert kim.post(to(item), {"phone": "+44 7700 900123", "email": "", "agreed": "on"}).status_code == 422
    assert not service.texts
    for wrong in ({"per_day": 5, "countries": "82"}, {"per_day": 10, "countries": "Korea"}):
        assert desk.post("/desk/services/texts/", wrong).status_code == 422
    assert desk.post("/desk/services/texts/", {"per_day": 10, "countries": "82, +44"}).status_code == 302
    assert kim.post(to(item), {"phone": "+44 7700 900123", "email": "", "agreed": "on"}).status_code == 302
    for number in range(9):
        kim.post(to(item), {"phone": f"010-1111-222{number}", "email": "", "agreed": "on"})
    assert len(service.texts) == 10
    late = kim.post(to(item), {"phone": "010-3333-4444", "email": "", "agreed": "on"})
    assert late.status_code == 422 and 'id="id_phone_error"' in late.content.decode()
    assert len(service.texts) == 10
    # Nor is anybody told to wait for one.
    monkeypatch.setattr("civic.portal.sent_codes.AGAIN_AFTER", 0)
    again = kim.post("/one-time/code/", {"action": "resend"}, follow=True).content.decode()
    assert "오늘은 메시지를 더 보내지 않습니다" in again and len(service.texts) == 10
    # A letter still goes.
    assert kim.post(to(item), {"phone": "", "email": KIM, "agreed": "on"}).status_code == 302
    page = desk.get("/desk/services/").content.decode()
    assert 'name="per_day" value="10"' in page and 'value="82, 44"' in page
