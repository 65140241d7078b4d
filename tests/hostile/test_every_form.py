"""Every form of every page, filled with what nobody should send: never a fault, always a sentence."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from platform_core.outbound.actions import queue_mail
from platform_core.web.views import STILL_TAKEN
from tenants.actions import suspend
from tenants.queries import forget_hosts
from tests.doors.addresses import addresses
from tests.doors.setting import INSTITUTION as INSTITUTION_URLS
from tests.hostile.corpus import BROKEN_UTF8, TEXTS
from tests.hostile.pages import Form, forms_on, heading_of
from tests.hostile.shares import share

WHO = ["stranger", "citizen", "respondent", "moderator", "administrator"]
CITYS_ROOMS = [
    "accounts",
    "events",
    "outbound",
    "people",
    "categories",
    "proposals",
    "answers",
    "notifications",
]
# Never typed by a person; a wrong one is another test's subject.
LEFT_AS_IT_IS = {"csrfmiddlewaretoken"}
URLENCODED = "application/x-www-form-urlencoded"
SHARP = ["\x00", "²", "9" * 30, "가" * 300]


def forms_offered(visitor: Any, setting: Any) -> dict[tuple[str, frozenset[str]], Form]:
    """Every form that takes something, on every page this visitor can open."""
    found: dict[tuple[str, frozenset[str]], Form] = {}
    for name in sorted(addresses(INSTITUTION_URLS)):
        address = setting.address(name)
        response = visitor.get(address)
        if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
            for form in forms_on(response.content.decode(), address):
                if form.method == "post":
                    found.setdefault(form.mark, form)
    return found


def everybodys_forms(knock: Any, setting: Any) -> Iterator[tuple[Any, Form]]:
    """Each form once, with the first visitor of WHO who is offered it."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for who in WHO:
        visitor = knock(who)
        for mark, form in forms_offered(visitor, setting).items():
            if mark not in seen:
                seen.add(mark)
                yield visitor, form


def filled(form: Form, text: str) -> dict[str, str]:
    return {name: value if name in LEFT_AS_IT_IS else text for name, value in form.fields.items()}


def one_by_one(form: Form, button: str) -> Iterator[dict[str, str]]:
    """The form as the page shows it, with a single field that is wrong."""
    for name in form.fields:
        for text in share(SHARP, f"{form.action} {button} {name}", 1):
            if name not in LEFT_AS_IT_IS:
                yield {**form.fields, name: text}


def send(visitor: Any, form: Form, fields: dict[str, Any] | bytes, **more: Any) -> Any:
    """Answered, and then as if it had not been sent: the next one meets the same city."""
    cookies = visitor.cookies.output(header="", sep=";")
    try:
        with transaction.atomic():
            response = visitor.post(form.action, fields, **more)
            transaction.set_rollback(True)
    finally:
        visitor.cookies = SimpleCookie(cookies)
    return response


def complaint(response: Any) -> str:
    """Empty when the answer is one a person can use."""
    if response.status_code >= 500 and response.status_code != 503:
        return f"a fault ({response.status_code}): {getattr(response, 'exc_info', None)}"
    is_page = "html" in response.headers.get("Content-Type", "")
    is_whole = is_page and b"<html" in response.content[:200].lower()
    if response.status_code >= 400 and is_whole and not heading_of(response.content.decode()):
        return f"{response.status_code} without a sentence on top"
    return ""


@pytest.fixture
def knock(setting, haneul, visit):
    queue_mail(to="a@example.org", subject="소식", text="안녕하세요")

    def arrive(who: str) -> Any:
        visitor = visit(haneul, as_=setting.people[who])
        visitor.raise_request_exception = False
        return visitor

    return arrive


def test_no_form_breaks_whatever_is_typed(knock, setting):
    complaints = []
    for visitor, form in everybodys_forms(knock, setting):
        for what, fields in attempts(form):
            said = complaint(send(visitor, form, fields))
            complaints += [f"{form.action} {what}: {said}"] * bool(said)
        said = complaint(send(visitor, form, no_text(form), content_type=URLENCODED))
        complaints += [f"{form.action} bytes that are no text: {said}"] * bool(said)
    assert complaints == []


def attempts(form: Form) -> Iterator[tuple[str, dict[str, str]]]:
    """All of it wrong, one thing wrong, and nothing at all."""
    buttons = [dict([button]) for button in form.buttons[:2]] or [{}]
    for label, text in share(list(TEXTS.items()), form.action, 2):
        yield f"full of {label}", {**filled(form, text), **buttons[0]}
    for button in buttons:
        for fields in one_by_one(form, str(button)):
            wrong = set(fields.items()) - set(form.fields.items())
            yield f"{button} {wrong}", {**fields, **button}
    yield "empty", {}


def no_text(form: Form) -> bytes:
    return b"&".join(name.encode() + b"=" + BROKEN_UTF8 for name in form.fields)


@pytest.mark.parametrize("who", ["citizen", "administrator"])
def test_every_form_of_a_suspended_city_is_refused_and_given_back(knock, setting, haneul, who):
    """Whoever sends it, wherever it leads: nothing is written, and the words are on the page that says so."""
    visitor = knock(who)
    forms = forms_offered(visitor, setting)
    suspend(institution=haneul, reason="계약 종료", at=timezone.now())
    forget_hosts()
    words = "이 말은 사라지지 않아야 합니다"
    before = everything_written()
    for form in forms.values():
        if form.action in STILL_TAKEN:  # who cannot sign in cannot read what is theirs
            continue
        response = visitor.post(form.action, {**form.fields, "body": words})
        page = response.content.decode()
        assert response.status_code == 403, form.action
        assert haneul.name in heading_of(page) and words in page, form.action
    assert everything_written() == before


def everything_written() -> dict[str, int]:
    """How many rows each table of this city has."""
    models = [model for model in apps.get_models() if model._meta.app_label in CITYS_ROOMS]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_the_forms_are_really_found(knock, setting):
    """The reader of pages sees what a browser sees; without forms the tests above would prove nothing."""
    found = {action for action, _names in forms_offered(knock("administrator"), setting)}
    assert {"/proposals/new/", "/desk/settings/", "/me/account/name/", "/desk/categories/new/"} <= found
    assert len(found) >= 30
    assert {"/sign-up/", "/sign-in/"} <= {
        action for action, _names in forms_offered(knock("stranger"), setting)
    }
