"""일회 참여: people without an account support and comment with a code from a letter, and each counts once."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from civic.abuse.models import Scope, Stop
from civic.journeys.tasks import tidy
from civic.ledger.models import Entry
from civic.people.models import Confirmation
from civic.processes.actions import publish_rules
from civic.processes.linting import LintContext, lint_document
from civic.processes.models import Process, ProcessVersion
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.counting import exact_count
from civic.proposals.models import Comment, Support
from platform_core.access.sources import source_key
from platform_core.accounts.consent import agreed_versions
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context
from tests.civic.proposals.conftest import at_least, document, gathering
from tests.fixtures.people import PASSWORD, new_citizen, new_staff
from tests.platform_core.accounts.letters import code_for

ONCE = {"member": False, "mail_confirmed": True}
KIM = "kim@example.org"


def rules(**eligibility):
    return document(gathering(at_least(5)), {"kind": "answering"}, eligibility=eligibility)


def item_under(asked):
    process, _new = Process.objects.get_or_create(key="once", defaults={"name": "once"})
    publish_rules(process=process, document=asked, reason="처음", by=None, at=timezone.now())
    process.refresh_from_db()
    version = ProcessVersion.objects.get(pk=process.current_version_id)
    writing = Writing("밤길에 가로등을", "어둡습니다.")
    return submit_proposal(
        author=new_citizen("제안한 사람"), writing=writing, version=version, at=timezone.now()
    )


@pytest.fixture
def item(haneul):
    cache.clear()
    return item_under(rules(support=ONCE, comment=ONCE))


def to(item, deed="support"):
    return f"/proposals/{item.pk}/one-time/{deed}/"


def takes_part(visitor, item, mail=KIM, deed="support"):
    """Age, address, code: what came of it."""
    visitor.post("/sign-up/age/", {"age": "old_enough", "next": to(item, deed), "back": "1"})
    assert visitor.post(to(item, deed), {"email": mail, "agreed": "on"})["Location"] == "/one-time/code/"
    return visitor.post("/one-time/code/", {"code": code_for(mail.lower())})


def test_somebody_without_an_account_supports_once_and_takes_it_back(haneul, visit, item):
    kim = visit(haneul)
    assert f'href="{to(item)}"' in kim.get(f"/proposals/{item.pk}/").content.decode()
    asked = kim.get(to(item)).content.decode()
    assert 'value="old_enough"' in asked and 'name="email"' not in asked  # age before anything else
    answer = takes_part(kim, item)
    assert (answer.status_code, answer["Location"]) == (302, "/one-time/")
    assert exact_count(item) == 1
    person = Support.objects.get().citizen
    # Nothing of the address is kept but the mark, and nobody can log in to it.
    assert KIM not in f"{person.email} {person.name}" and not person.is_active
    assert Confirmation.objects.get(user=person).kind == "mail"
    assert Entry.objects.count() == 1  # in the ledger like any support
    # The same address in another browser, however it is written, is the same person.
    takes_part(visit(haneul), item, mail="KIM@Example.org")
    assert exact_count(item) == 1 and Support.objects.get().citizen == person
    # And takes it back there.
    assert str(item.title) in kim.get("/one-time/").content.decode()
    kim.post("/one-time/return/", {"support": item.pk})
    assert exact_count(item) == 0 and Entry.objects.count() == 2


def test_who_has_an_account_with_that_address_is_counted_as_it(haneul, visit, item):
    account = new_citizen(email=KIM)
    visitor = visit(haneul)
    takes_part(visitor, item)
    assert Support.objects.get().citizen == account
    logged_in = visit(haneul, as_=account)
    logged_in.post(f"/proposals/{item.pk}/support/")
    assert exact_count(item) == 1
    # A code from a letter is no log-in: what the account did is not shown, nor changed.
    page = visitor.get("/one-time/").content.decode()
    assert item.title not in page and "/sign-in/" in page
    assert visitor.post("/one-time/return/", {"support": item.pk}).status_code == 409
    assert exact_count(item) == 1 and "_auth_user_id" not in visitor.session


def test_a_comment_waits_for_the_code_and_all_of_it_becomes_an_accounts(haneul, visit, item):
    kim = visit(haneul)
    assert kim.post(to(item, "comment"), {"body": "저도 무섭습니다."})["Location"] == to(item, "comment")
    takes_part(kim, item, deed="comment")
    said = Comment.objects.get()
    stand_in = said.author
    assert said.body == "저도 무섭습니다." and not stand_in.is_active
    # Known for a quarter of an hour: a second deed asks for nothing more.
    assert kim.post(to(item))["Location"] == "/one-time/" and exact_count(item) == 1
    # Signing up asks for no second letter.
    letters = OutboundMail.objects.filter(to=KIM).count()
    assert kim.post("/one-time/account/")["Location"] == "/sign-up/"
    assert KIM in kim.get("/sign-up/").content.decode()
    joined = kim.post(
        "/sign-up/",
        {"email": KIM, "name": "나무 아래", "password1": PASSWORD, "fourteen_or_older": "on"}
        | {"terms": "on", "privacy": "on"},
    )
    assert joined.status_code == 302 and "_auth_user_id" in kim.session
    while announce_pending():
        pass
    account = User.objects.get(email=KIM)
    assert OutboundMail.objects.filter(to=KIM, is_secret=True).count() == letters
    assert Support.objects.get().citizen == account and exact_count(item) == 1
    assert Comment.objects.get().author == account


def test_what_was_written_is_not_lost_when_too_much_comes_from_one_place(haneul, visit, item):
    now = timezone.now()
    Stop.objects.create(
        scope=Scope.SOURCE, key=source_key("127.0.0.1"), counted=99, most=50, begins_at=now, ends_at=now + timedelta(hours=1)
    )  # fmt: skip
    kim = visit(haneul)
    kim.post(to(item, "comment"), {"body": "저도 무섭습니다."})
    assert takes_part(kim, item, deed="comment").status_code == 409
    assert not Comment.objects.exists()
    assert "저도 무섭습니다." in kim.get(f"/proposals/{item.pk}/").content.decode()


def test_whoever_asked_that_nothing_be_done_takes_part_in_nothing_by_code_either(haneul, visit, item):
    new_citizen(email=KIM, stopped_at=timezone.now())
    assert takes_part(visit(haneul), item).status_code == 409
    assert exact_count(item) == 0


def test_a_number_that_is_none_takes_nothing_back(haneul, visit, item):
    kim = visit(haneul)
    takes_part(kim, item)
    for said in ("9" * 5_000, "٣", "-1"):
        for name in ("support", "comment"):
            assert kim.post("/one-time/return/", {name: said})["Location"] == "/one-time/"
    assert exact_count(item) == 1


def test_who_wants_to_be_forgotten_is(haneul, visit, item):
    kim = visit(haneul)
    kim.post(to(item, "comment"), {"body": "저도 무섭습니다."})
    takes_part(kim, item, deed="comment")
    kim.post(to(item))
    stand_in = Support.objects.get().citizen
    assert kim.post("/one-time/end/", {"writings": "remove"}).status_code == 302
    while announce_pending():
        pass
    stand_in.refresh_from_db()
    assert stand_in.withdrawn_at is not None and not stand_in.contact_keys.exists()
    assert not stand_in.confirmations.exists() and exact_count(item) == 1
    assert not Comment.objects.filter(standing="open").exists()


def test_a_wrong_code_counts_nothing_and_five_end_it(haneul, visit, item):
    kim = visit(haneul)
    kim.post("/sign-up/age/", {"age": "old_enough", "next": to(item), "back": "1"})
    assert kim.post(to(item), {"email": KIM}).status_code == 422  # without agreeing
    kim.post(to(item), {"email": KIM, "agreed": "on"})
    tries = [kim.post("/one-time/code/", {"code": "0000-0000"}).status_code for _ in range(5)]
    assert tries == [422] * 4 + [302]
    kim.post("/one-time/code/", {"code": code_for(KIM)})
    assert exact_count(item) == 0 and not Support.objects.exists()
    # Not one address is written to again and again.
    again = [kim.post(to(item), {"email": KIM, "agreed": "on"}).status_code for _ in range(5)]
    assert again == [302] * 4 + [422]


def test_known_and_unknown_addresses_are_answered_alike(haneul, visit, item):
    new_citizen(email=KIM)
    answers = []
    for mail in (KIM, "who@example.org"):
        visitor = visit(haneul)
        visitor.post("/sign-up/age/", {"age": "old_enough", "next": to(item), "back": "1"})
        sent = visitor.post(to(item), {"email": mail, "agreed": "on"})
        wrong = visitor.post("/one-time/code/", {"code": "0000-0000"}).content.decode()
        answers.append((sent.status_code, sent["Location"], wrong.count("id_code_error")))
    assert answers[0] == answers[1]


def test_a_code_of_one_city_opens_nothing_in_another(haneul, bada, visit, item):
    kim = visit(haneul)
    kim.post("/sign-up/age/", {"age": "old_enough", "next": to(item), "back": "1"})
    kim.post(to(item), {"email": KIM, "agreed": "on"})
    neighbour = visit(bada)
    neighbour.cookies.update(kim.cookies)
    answer = neighbour.post("/one-time/code/", {"code": code_for(KIM)})
    assert answer["Location"] == "/one-time/" and exact_count(item) == 0


@pytest.mark.parametrize(
    "asked", [{}, {"member": False, "mail_confirmed": True, "min_age": 14}, {"member": False}], ids=str
)
def test_where_the_rules_ask_for_more_nobody_takes_part_without_an_account(haneul, visit, asked):
    item = item_under(rules(**({"support": asked} if asked else {})))
    visitor = visit(haneul)
    assert to(item) not in visitor.get(f"/proposals/{item.pk}/").content.decode()
    assert visitor.get(to(item)).status_code == 403
    assert visitor.post(to(item), {"email": KIM, "agreed": "on"}).status_code == 403
    assert not OutboundMail.objects.filter(to=KIM).exists()


def test_staff_are_not_counted_where_they_are_left_out(haneul, visit):
    item = item_under(rules(support=ONCE | {"no_staff": True}))
    new_staff(email="staff@example.org")
    assert takes_part(visit(haneul), item, mail="staff@example.org").status_code == 403
    assert exact_count(item) == 0


def test_the_linter_knows_what_is_possible_without_an_account(haneul):
    def found(**eligibility):
        said = lint_document(rules(**eligibility), LintContext(timezone.localdate()))
        return {one.path for one in said if one.code == "without_an_account"}

    assert found(support=ONCE, comment=ONCE) == set()
    assert found(propose=ONCE) == {"eligibility.propose.member"}
    assert found(support={"member": False}) == {"eligibility.support.member"}
    assert found(support=ONCE | {"ties": ["resides"]}) == {"eligibility.support.member"}


def test_the_newest_words_are_what_somebody_agreed_to(haneul, visit, item, monkeypatch):
    takes_part(visit(haneul), item)
    monkeypatch.setattr("platform_core.accounts.consent.PLATFORM_VERSION", "2027-01-01")
    takes_part(visit(haneul), item)
    assert agreed_versions(Support.objects.get().citizen)["terms"] == "2027-01-01"


def test_nobody_is_known_by_a_code_before_their_age_is(haneul, visit, item):
    child = visit(haneul)
    assert 'value="old_enough"' in child.get("/one-time/").content.decode()
    child.post("/one-time/", {"email": KIM, "agreed": "on"})
    assert not OutboundMail.objects.filter(to=KIM).exists()


def test_the_address_on_the_letter_is_forgotten_too(haneul, visit, item):
    takes_part(visit(haneul), item)
    letters = OutboundMail.objects.filter(to=KIM)
    letters.update(state="sent")
    tidy(institution_id=haneul.pk)
    with institution_context(haneul):
        assert letters.exists()  # of today
        letters.update(created_at=timezone.now() - timedelta(days=2))
    tidy(institution_id=haneul.pk)
    with institution_context(haneul):
        assert not letters.exists() and exact_count(item) == 1


def test_sending_it_again_counts_as_sending_it(haneul, visit, item, settings, monkeypatch):
    """Over all institutions: whoever goes from city to city does not write to one person without end."""
    settings.MOST_CODES_TO_ONE = 2
    monkeypatch.setattr("civic.portal.sent_codes.AGAIN_AFTER", 0)
    kim = visit(haneul)
    kim.post("/sign-up/age/", {"age": "old_enough", "next": to(item), "back": "1"})
    kim.post(to(item), {"email": KIM, "agreed": "on"})
    for _time in range(3):
        kim.post("/one-time/code/", {"action": "resend"})
    assert OutboundMail.objects.filter(to=KIM).count() == 2
