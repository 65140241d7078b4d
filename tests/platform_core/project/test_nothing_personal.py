"""Errors and log lines tell what broke and where, and nothing about whom it happened to."""

import logging

import pytest
import sentry_sdk
from django.test import override_settings
from django.urls import path as url
from sentry_sdk.transport import Transport

from platform_core.project import urls_institution
from platform_core.web.sentry import scrub, start_sentry
from tests.platform_core.project import broken

EMAIL, PHONE, NAME = "canary@example.org", "010-1234-5678", "카나리아"
TYPED = "카나리아가 쓴 글"
CANARIES = (EMAIL, PHONE, NAME, TYPED, "canary-session", "canary-query", "203.0.113.7")


class _Urls:
    urlpatterns = [url("breaks/", broken.page), *urls_institution.urlpatterns]
    handler500 = urls_institution.handler500
    handler404 = urls_institution.handler404
    handler403 = urls_institution.handler403
    handler400 = urls_institution.handler400


@pytest.fixture
def broken_page(haneul, visit, make_citizen):
    """A signed-in person sends a form to a page that breaks."""
    person = make_citizen(NAME, email=EMAIL)

    def send():
        browser = visit(haneul, as_=person, REMOTE_ADDR="203.0.113.7")
        browser.raise_request_exception = False
        with override_settings(ROOT_URLCONF=_Urls):
            return browser.post(
                f"/breaks/?q=canary-query&mail={EMAIL}",
                {"body": TYPED, "phone": PHONE},
                HTTP_USER_AGENT=f"Browser of {EMAIL}",
                HTTP_REFERER=f"http://haneul.localhost/?mail={EMAIL}",
                HTTP_X_TRACE="canary-session",
            )

    return send


class _Caught(Transport):
    def __init__(self) -> None:
        super().__init__()
        self.events: list = []

    def capture_envelope(self, envelope) -> None:
        self.events += [item.payload.json for item in envelope.items if item.payload.json]


@pytest.fixture
def sentry():
    """Sentry as production starts it, with a transport that keeps what would be sent."""
    caught = _Caught()
    start_sentry("https://key@sentry.invalid/1", environment="test")
    sentry_sdk.get_client().transport = caught
    yield caught.events
    sentry_sdk.init()


def test_an_error_report_names_the_city_and_nobody_in_it(broken_page, sentry, haneul):
    assert broken_page().status_code == 500
    reports = [event for event in sentry if "exception" in event]
    assert reports, "the error was reported"
    for event in sentry:
        assert not [canary for canary in CANARIES if canary in repr(event)]
    (report,) = reports
    assert report["tags"]["institution"] == haneul.schema_name
    assert "[e-mail] called [phone]" in repr(report["exception"])


def test_what_people_typed_is_dropped_wherever_it_stands(haneul):
    event = {
        "request": {"data": TYPED, "cookies": "session=x", "headers": {"Cookie": "x"}, "query_string": "q=x", "env": {},
                    "url": "http://haneul.localhost/"},
        "user": {"email": EMAIL, "ip_address": "203.0.113.7"},
        "breadcrumbs": {"values": [{"message": f"SELECT … '{EMAIL}'"}]},
        "logentry": {"message": "to %s", "params": [EMAIL], "formatted": f"to {EMAIL} {PHONE}"},
        "exception": {"values": [{"value": f"Key (email)=({EMAIL}) already exists."}, {"value": None}]},
    }  # fmt: skip
    sent = scrub(event, {})
    assert not [canary for canary in CANARIES if canary in repr(sent)]
    assert sent["request"] == {"url": "http://haneul.localhost/"}


def test_an_event_without_any_of_it_is_let_through():
    assert scrub({}, {})["tags"]["institution"]


def test_the_log_of_an_error_names_the_city_and_nobody_in_it(broken_page, haneul, capsys):
    """What production writes to its log, through the real handler and its formatter."""
    handler = logging.getLogger().handlers
    from logging.config import dictConfig

    from django.conf import settings

    before = handler[:]
    dictConfig({**settings.LOGGING, "disable_existing_loggers": False})
    try:
        broken_page()
    finally:
        logging.getLogger().handlers = before
    said = capsys.readouterr().err
    assert haneul.schema_name in said and "ValueError" in said
    assert not [canary for canary in CANARIES if canary in said], said


def test_everyday_refusals_leave_no_trace_of_a_person_in_the_log(haneul, visit, make_citizen, caplog):
    caplog.set_level(logging.DEBUG, logger="madang")
    caplog.set_level(logging.INFO, logger="django.request")
    person = make_citizen(NAME, email=EMAIL)
    browser = visit(haneul, as_=person)
    visit(haneul).post("/sign-in/", {"login": EMAIL, "password": "falsch"})
    visit(haneul).post("/password/reset/", {"email": EMAIL})
    browser.post("/me/account/name/", {"name": "관리자"})
    browser.post("/proposals/new/", {"title": TYPED, "body": ""})
    browser.get("/proposals/999/")
    visit(haneul, as_=person, enforce_csrf_checks=True).post("/proposals/new/", {"title": TYPED})
    assert not [canary for canary in CANARIES if canary in caplog.text], caplog.text
