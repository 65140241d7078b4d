"""An operator orders an institution → it is open, in about a second."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.utils import timezone

from platform_core.events.models import Event
from tenants import actions
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution, Standing, StepState
from tenants.provisioning import steps

ORDER = {
    "name": "솔마을도서관",
    "subdomain": "solmaeul",
    "kind": "library",
    "language": "ko",
    "time_zone": "Asia/Seoul",
    "country": "KR",
    "process_preset": "small_county",
    "theme": "county",
    "plan": "trial",
    "administrator_name": "사서",
    "administrator_email": "librarian@example.org",
}


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def test_an_operator_opens_an_institution_and_its_doors_answer(console, visit):
    answer = console.post("/institutions/new/", ORDER)
    with public():
        institution = Institution.objects.get(name="솔마을도서관")
        states = set(institution.steps.values_list("state", flat=True))
    assert answer.status_code == 302
    assert (institution.standing, states) == (Standing.OPEN, {StepState.DONE})
    assert visit(institution).get("/").status_code == 200
    page = console.get(answer["Location"]).content.decode()
    assert "tenants.provisioning.steps.create_schema" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subdomain", "console"),
        ("subdomain", "haneul"),
        ("subdomain", "a_b"),
        ("subdomain", "xn--9d0b"),
        ("time_zone", "Mars/Olympus"),
        ("administrator_email", "nobody"),
        ("name", ""),
        ("country", "ZZ"),
    ],
)
def test_an_order_that_cannot_be_says_why_beside_the_field_and_keeps_the_rest(console, haneul, field, value):
    with public():
        before = Institution.objects.count()
    answer = console.post("/institutions/new/", {**ORDER, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}"' in page and 'aria-invalid="true"' in page
    assert field == "administrator_name" or "사서" in page
    with public():
        assert Institution.objects.count() == before


def test_a_failed_step_is_seen_and_resumed(console, monkeypatch):
    real = steps.open_doors
    monkeypatch.setattr(steps, "open_doors", lambda institution: 1 / 0)
    address = console.post("/institutions/new/", ORDER)["Location"]
    assert "ZeroDivisionError" in console.get(address).content.decode()
    with public():
        assert Institution.objects.get(name="솔마을도서관").standing == Standing.PREPARING
    monkeypatch.setattr(steps, "open_doors", real)
    console.post(f"{address}resumption/")
    with public():
        assert Institution.objects.get(name="솔마을도서관").standing == Standing.OPEN


def test_an_order_that_was_never_opened_is_discarded_without_a_trace(console, monkeypatch):
    monkeypatch.setattr(steps, "open_doors", lambda institution: 1 / 0)
    address = console.post("/institutions/new/", ORDER)["Location"]
    with connection.cursor() as cursor:
        # One transaction holds this whole test: what it deferred must be settled before a schema can go.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    console.post(f"{address}removal/")
    with public():
        assert not Institution.objects.filter(name="솔마을도서관").exists()
        assert not Hostname.objects.filter(domain__startswith="solmaeul").exists()
    assert console.post("/institutions/new/", ORDER).status_code == 302


def test_an_open_institution_is_not_discarded(console, haneul):
    console.post(f"/institutions/{haneul.pk}/removal/")
    with public():
        assert Institution.objects.filter(pk=haneul.pk).exists()


def test_making_it_read_only_stops_writing_and_reopening_lets_it_go_on(
    console, haneul, visit, citizen, make_proposal
):
    proposal = make_proposal()
    visitor, closing = visit(haneul, as_=citizen), f"/institutions/{haneul.pk}/closing/"
    assert console.post(closing, {"to": "read_only", "reason": "점검"}).status_code == 302
    assert visitor.get(f"/proposals/{proposal.pk}/").status_code == 200
    answer = visitor.post("/proposals/new/", {"title": "잃어버리면 안 되는 제목", "body": "본문"})
    assert answer.status_code == 403
    assert "잃어버리면 안 되는 제목" in answer.content.decode()
    assert closing in console.get(f"/institutions/{haneul.pk}/").content.decode()
    assert console.post(closing, {"to": "open"}).status_code == 302
    with public():
        haneul.refresh_from_db()
        kinds = set(Event.objects.filter(subject_id=haneul.pk).values_list("kind", flat=True))
    assert haneul.is_open
    assert {"tenants.institution.made_read_only", "tenants.institution.reopened"} <= kinds


@pytest.mark.parametrize(
    "words", [{"to": "suspended", "reason": " "}, {"to": "archived", "reason": "끝"}, {}]
)
def test_what_may_not_be_is_said_beside_its_field_and_nothing_moves(console, haneul, words):
    answer = console.post(f"/institutions/{haneul.pk}/closing/", words or {"reason": "이유만"})
    assert answer.status_code == 422 and answer.context["form"].errors
    assert (words.get("reason", "이유만").strip() or "Reason") in answer.content.decode() or words
    with public():
        haneul.refresh_from_db()
    assert haneul.is_open


def test_the_list_is_searched_and_filtered(console, haneul, bada):
    actions.suspend(institution=bada, reason="점검", at=timezone.now())
    assert "바다군" not in console.get("/", {"q": "haneul"}).content.decode()
    page = console.get("/", {"standing": "suspended"}).content.decode()
    assert "바다군" in page and "하늘시" not in page


@pytest.mark.parametrize("path", ["/", "/institutions/new/", "/institutions/1/"])
def test_strangers_citizens_and_administrators_of_a_city_do_not_get_in(visit, haneul, make_staff, path):
    assert visit(None).get(path)["Location"].startswith("/sign-in/")
    administrator = make_staff()
    answer = visit(None, as_=administrator).get(path)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_an_operator_without_a_second_factor_sets_one_up_first(visit, operator):
    assert "second-factor" in visit(None, as_=operator).get("/")["Location"]


def test_an_operator_is_nobody_at_an_institution(visit, haneul, operator):
    visitor = visit(haneul, as_=operator)
    assert visitor.get("/desk/").status_code in (302, 404)
    with institution_context(haneul):
        assert visitor.get("/me/account/").status_code == 302
