"""An officer tries the platform alone: a code proves the address, examples are marked, and go in one step."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from civic.journeys.examples import count_examples, example_people
from civic.people.models import Invitation
from civic.processes.models import Process
from civic.proposals.models import Comment, Proposal
from platform_core.accounts.models import User
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context, public
from tenants.models import Institution, TrialRequest
from tenants.trials import actions
from tenants.trials.actions import forget_unconfirmed

ASKED = {
    "name": "별빛도서관",
    "design": "library",
    "subdomain": "byeolbit",
    "officer": "김사서",
    "email": "officer@example.org",
}


@pytest.fixture(autouse=True)
def trials_are_offered(settings, db, nobody_else_works):
    settings.SELF_SERVICE_TRIALS = True
    with public():
        cache.clear()


def asked(visitor, **changes):
    return visitor.post("/trial/", {**ASKED, **changes})


def code_sent() -> str:
    with public():
        letter = OutboundMail.objects.order_by("-pk").first()
    assert letter.to == ASKED["email"] and letter.is_secret
    return re.search(r"\b\d{6}\b", letter.text)[0]


def test_without_the_switch_there_is_nothing(visit, settings):
    settings.SELF_SERVICE_TRIALS = False
    assert visit(None).get("/trial/").status_code == 404
    assert asked(visit(None)).status_code == 404


def test_an_officer_gets_an_institution_with_examples_and_removes_them_in_one_step(
    visit, make_staff, make_citizen
):
    visitor = visit(None)
    assert visitor.get("/trial/").status_code == 200
    page = asked(visitor)["Location"]
    with public():
        assert not Institution.objects.filter(name="별빛도서관").exists()
    assert visitor.get(page).status_code == 200
    assert visitor.post(page, {"code": code_sent()}).status_code == 302
    assert "byeolbit." in visitor.get(page).content.decode()
    with public():
        institution = Institution.objects.get(name="별빛도서관")
    assert institution.is_open
    with institution_context(institution):
        assert Invitation.objects.get().email == ASKED["email"]
        shown = list(Proposal.objects.order_by("pk"))
        assert len(shown) == 4 and Comment.objects.exists()
        people = User.objects.filter(pk__in=example_people())
        assert people.count() == 12 and not any(one.has_usable_password() for one in people)
        administrator, citizen = make_staff(), make_citizen()
        own = Proposal.objects.create(
            author=citizen,
            title="우리 제안",
            process_version=Process.objects.get(key="proposals").current_version,
            stage="gathering",
            stage_key=shown[0].stage_key,
            stage_entered_at=timezone.now(),
            submitted_at=timezone.now(),
        )
        Comment.objects.create(proposal=shown[0], author=citizen, body="좋네요", created_at=timezone.now())
        assert count_examples()["comments_of_others"] == 1
        moderator = make_staff("moderator")
    page = visit(institution).get(f"/proposals/{shown[0].pk}/").content.decode()
    assert shown[0].title in page and shown[0].title.startswith("[")
    assert visit(institution, as_=moderator).post("/desk/examples/").status_code == 403
    desk = visit(institution, as_=administrator)
    assert "/desk/examples/" in desk.get("/desk/").content.decode()
    assert desk.get("/desk/examples/").status_code == 200
    assert desk.post("/desk/examples/").status_code == 302
    with institution_context(institution):
        assert list(Proposal.objects.all()) == [own]
        assert set(User.objects.order_by("pk")) == {administrator, citizen, moderator}
        assert not Comment.objects.exists()
    assert "/desk/examples/" not in desk.get("/desk/").content.decode()
    assert desk.post("/desk/examples/").status_code == 302


def test_a_wrong_code_opens_nothing_and_five_of_them_end_it(visit):
    visitor = visit(None)
    page = asked(visitor)["Location"]
    code = code_sent()
    wrong = "000000" if code != "000000" else "111111"
    for _guess in range(5):
        assert visitor.post(page, {"code": wrong}).status_code == 422
    assert visitor.post(page, {"code": code}).status_code == 422
    with public():
        assert not Institution.objects.filter(name="별빛도서관").exists()


def test_a_code_is_good_for_half_an_hour(visit):
    visitor = visit(None)
    page = asked(visitor)["Location"]
    code = code_sent()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert visitor.post(page, {"code": code}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert forget_unconfirmed(before=timezone.now() - timedelta(days=7)) == 1


def test_an_address_taken_meanwhile_is_said_and_nothing_is_opened(visit, haneul):
    visitor = visit(None)
    page = asked(visitor)["Location"]
    with public():
        TrialRequest.objects.update(host="haneul.localhost")
    assert visitor.post(page, {"code": code_sent()}).status_code == 422
    with public():
        assert TrialRequest.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subdomain", "haneul"),
        ("subdomain", "admin"),
        ("email", "nobody"),
        ("name", ""),
        ("design", "castle"),
    ],
)
def test_what_must_be_corrected_is_said_beside_its_field_and_the_rest_is_kept(visit, haneul, field, value):
    answer = asked(visit(None), **{field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "aria-invalid" in page and (field == "officer" or "김사서" in page)


def test_one_address_and_one_network_ask_only_so_often(visit, monkeypatch):
    visitor = visit(None)
    for number in range(actions.MOST_OF_ONE_ADDRESS):
        assert asked(visitor, subdomain=f"byeolbit{number}x").status_code == 302
    assert asked(visitor, subdomain="byeolbitter").status_code == 422
    from platform_core.console import trials

    monkeypatch.setattr(trials.REQUESTS, "most", actions.MOST_OF_ONE_ADDRESS)
    assert asked(visitor, email="other@example.org", subdomain="byeolbitter").status_code == 422
    monkeypatch.setattr(trials.REQUESTS, "most", 1_000)
    monkeypatch.setattr(actions, "MOST_A_DAY", actions.MOST_OF_ONE_ADDRESS)
    assert asked(visitor, email="other@example.org", subdomain="byeolbitter").status_code == 422
