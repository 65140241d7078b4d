"""Somebody signs up, proposes, is written to, meets a fault and stands on a sheet of paper: nothing of them is found in
logs, in what goes to Sentry, in the figures or in an address.
"""

import json
import logging
import re
from smtplib import SMTPRecipientsRefused

import pytest
import sentry_sdk
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from civic.paper.models import SheetKind
from civic.paper.sheets import About, Collected, make_sheet
from civic.people.models import Role
from civic.portal import my_requests
from platform_core.outbound.actions import queue_mail, send_waiting
from platform_core.web import sentry
from platform_core.web.logs import InstitutionFilter, JsonLine, Line
from tests.fixtures.people import PASSWORD
from tests.platform_core.accounts.letters import code_for

# Found nowhere else, whatever the language.
NAME, EMAIL, PHONE, WORDS = "카나리아킴", "qz.kanarie@example.org", "010-9321-7654", "qzkanarix 비밀 사연"
CANARIES = (NAME, "qz.kanarie", "9321", "qzkanarix", PASSWORD)
ADDRESSES = re.compile(r"""(?:href|action|src)=["']([^"']+)""")


class Refusing(BaseEmailBackend):
    """A mail server that names in its refusal whom it was to write to."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({EMAIL: (550, f"no {EMAIL}".encode())})


class Heard(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []
        self.addFilter(InstitutionFilter())

    def emit(self, record):
        self.lines += [Line("%(levelname)s %(name)s %(message)s").format(record), JsonLine().format(record)]


class Wire(sentry_sdk.transport.Transport):
    """What would leave for Sentry."""

    def __init__(self):
        super().__init__({})
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize().decode(errors="replace"))


@pytest.fixture
def heard():
    handler, root = Heard(), logging.getLogger()
    kept = {name: logging.getLogger(name).level for name in (None, "django", "madang")}
    root.addHandler(handler)
    for name in kept:
        logging.getLogger(name).setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    for name, level in kept.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def wire(monkeypatch):
    """The real library as it is started in production, with its last step in this process."""
    wire, init = Wire(), sentry_sdk.init
    monkeypatch.setattr(sentry.sentry_sdk, "init", lambda **said: init(**said, transport=wire))
    with sentry_sdk.isolation_scope():
        before = sentry_sdk.get_client()
        sentry.start_sentry("https://word@sentry.invalid/1", environment="test")
        yield wire
        sentry_sdk.get_client().close(timeout=0)
        sentry_sdk.get_global_scope().set_client(before)


def failing(**said):
    """As a database does: it names what was there already."""
    name = said["person"].name  # noqa: F841 - a local variable that must not travel
    raise RuntimeError(f"duplicate key (email)=({EMAIL}), (phone)=({PHONE})")


def test_nothing_of_a_person_is_found_where_only_machines_write(
    haneul, visit, make_staff, make_proposal, heard, wire, settings, monkeypatch
):
    settings.METRICS_TOKEN = "word"
    seen = []

    def ask(visitor, method, path, data=None):
        answer = getattr(visitor, method)(path, data or {})
        seen.append(path)
        seen.extend([answer.headers.get("Location", "")])
        if not answer.streaming:
            seen.extend(ADDRESSES.findall(answer.content.decode(errors="replace")))
        return answer

    kim = visit(haneul, raise_request_exception=False)
    wish = {"email": EMAIL, "name": NAME, "password1": PASSWORD, "fourteen_or_older": "on", "terms": "on", "privacy": "on"}  # fmt: skip
    assert ask(kim, "post", "/sign-up/", wish).status_code == 302
    assert ask(kim, "post", "/sign-up/code/", {"code": code_for(EMAIL)}).status_code == 302
    ask(visit(haneul), "post", "/sign-in/", {"login": EMAIL, "password": "wrong"})
    assert ask(kim, "post", "/proposals/new/", {"title": WORDS, "body": WORDS}).status_code in (200, 302, 422)
    ask(kim, "get", "/proposals/", {"q": "그늘막"})
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    queue_mail(to=EMAIL, subject=WORDS, text=f"{NAME} {WORDS}")
    send_waiting()
    monkeypatch.setattr(my_requests, "ask", failing)
    fault = ask(kim, "post", "/me/data/requests/", {"wish": "see", "words": f"{WORDS} {PHONE}"})
    assert fault.status_code == 500
    officer = make_staff(Role.MODERATOR)
    sheet = make_sheet(
        about=About(SheetKind.SUPPORT, make_proposal(), None),
        collected=Collected("시장", timezone.localdate(), "박수집"),
        rows=5,
        by=officer,
        at=timezone.now(),
    )
    typed = {"row-1-name": NAME, "row-1-contact": "손"}
    assert (
        ask(visit(haneul, as_=officer), "post", f"/desk/paper/{sheet.pk}/typing/", typed).status_code == 422
    )
    ask(
        visit(haneul, as_=officer),
        "post",
        f"/desk/paper/{sheet.pk}/typing/",
        {**typed, "row-1-contact": PHONE},
    )
    prometheus = Client(HTTP_HOST="10.0.0.7:8000").get("/internal/metrics/", HTTP_AUTHORIZATION="Bearer word")
    figures = prometheus.content.decode()
    sentry_sdk.flush(timeout=1)

    assert any("duplicate key" in line for line in heard.lines) and any(
        "duplicate key" in one for one in wire.sent
    )
    assert prometheus.status_code == 200
    assert [json.loads(line)["level"] for line in heard.lines[1::2]]
    for where, found in {
        "logs": heard.lines,
        "Sentry": wire.sent,
        "figures": [figures],
        "addresses": seen,
    }.items():
        assert [(where, one[:300]) for one in found for bird in CANARIES if bird in one] == []
