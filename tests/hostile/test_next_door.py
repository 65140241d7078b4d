"""Attacks by way of another house: a sibling's page, a tossed cookie, a link that leads away, a letter."""

import pytest
from django.core import mail

from civic.proposals.models import Proposal, Support
from platform_core.accounts.models import User
from platform_core.outbound.actions import queue_letter, send_waiting
from platform_core.outbound.models import OutboundMail

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "http://bada.localhost/",
    "javascript:alert(1)",
    "\x00//evil.example",
    "/\t/evil.example",
]


@pytest.mark.parametrize(
    "origin", ["http://bada.localhost", "http://console.localhost", "https://evil.example", "null"]
)
def test_a_sibling_institutions_page_sends_no_form_in_my_name(haneul, visit, citizen, make_proposal, origin):
    """Same site, so the cookie comes along; even the right token does not help."""
    proposal = make_proposal()
    browser = visit(haneul, as_=citizen, enforce_csrf_checks=True)
    browser.get("/proposals/new/")
    token = browser.cookies["csrf"].value
    response = browser.post(
        f"/proposals/{proposal.pk}/support/", {"csrfmiddlewaretoken": token}, HTTP_ORIGIN=origin
    )
    assert response.status_code == 403
    assert not Support.objects.filter(proposal=proposal).exists()
    told = browser.post(
        "/proposals/new/", {"title": "남의 집에서", "csrfmiddlewaretoken": token}, HTTP_ORIGIN=origin
    )
    assert told.status_code == 403 and "남의 집에서" not in told.content.decode()


def test_a_cookie_tossed_by_a_sibling_logs_nobody_in(haneul, bada, visit, citizen, make_citizen):
    """bada.localhost cannot set the `__Host-` cookie of haneul; a second one of that name is another session's."""
    theirs = visit(bada, as_=make_citizen("심은 사람", at=bada))
    theirs.get("/")
    tossed = theirs.cookies["session"].value
    browser = visit(haneul, HTTP_COOKIE=f"session={tossed}; session={tossed}")
    assert not browser.get("/").wsgi_request.user.is_authenticated


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_link_of_ours_leads_away(haneul, visit, citizen, elsewhere):
    """Wherever a page takes an address to go on to: log-in, log-out, display, language."""
    for path, fields in (
        ("/sign-in/", {"login": citizen.email, "password": "correct horse battery", "next": elsewhere}),
        ("/sign-out/", {"next": elsewhere}),
        ("/display/", {"theme": "dark", "next": elsewhere}),
        ("/me/account/language/", {"language": "en", "next": elsewhere}),
    ):
        browser = visit(haneul, as_=None if path == "/sign-in/" else citizen)
        response = browser.post(path, fields)
        assert response.status_code < 500
        goes_to = response.headers.get("Location", "/")
        assert goes_to.startswith("/") and not goes_to.startswith(("//", "/\\")), (path, goes_to)


def test_a_signed_in_person_is_not_sent_away_either(haneul, visit, citizen):
    for elsewhere in ELSEWHERE:
        response = visit(haneul, as_=citizen).get("/sign-in/", {"next": elsewhere})
        assert response.headers.get("Location", "/").startswith("/")
        assert not response.headers.get("Location", "/").startswith(("//", "/\\"))


def test_a_name_or_a_title_adds_no_line_to_a_letters_head(haneul, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    evil = "제안\r\nBcc: everyone@example.org\r\n\r\n<script>"
    queue_letter(to="kim@example.org", subject=evil, body=evil)
    haneul.name = "하늘시\r\nBcc: everyone@example.org"
    OutboundMail.objects.exclude(to="kim@example.org").delete()
    assert send_waiting() == 1
    (letter,) = mail.outbox
    head = letter.message().as_bytes().partition(b"\n\n")[0]
    assert b"\nBcc" not in head and letter.recipients() == ["kim@example.org"]


def test_an_address_that_is_two_addresses_gets_no_letter(haneul, visit):
    before = OutboundMail.objects.count()
    for address in (
        "kim@example.org\r\nBcc: a@example.org",
        "kim@example.org,a@example.org",
        "<kim@example.org>",
    ):
        visit(haneul).post("/password/reset/", {"email": address})
        visit(haneul).post("/sign-up/", {"email": address, "name": "김", "password1": "아주 긴 암호입니다"})
    assert OutboundMail.objects.count() == before
    assert not User.objects.filter(email__contains="Bcc").exists()


def test_a_foreign_number_in_a_form_reaches_nothing(
    haneul, bada, visit, citizen, make_proposal, make_citizen
):
    """A draft, a category and a file of the next house, named in this one's form."""
    from tenants.context import institution_context

    with institution_context(bada):
        foreign = make_proposal(author=make_citizen("남"))
    browser = visit(haneul, as_=citizen)
    for number in (foreign.pk, foreign.pk + 1):
        response = browser.post(f"/proposals/{number}/support/")
        assert response.status_code == 404
    browser.post(
        "/proposals/new/",
        {"title": "여기 것만 씁니다", "body": "다른 집의 것은 쓰지 않습니다.", "draft": "1"},
    )
    assert Proposal.objects.filter(title="여기 것만 씁니다").count() == 1
