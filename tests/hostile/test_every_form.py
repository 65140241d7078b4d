"""Every form of every page, filled with what nobody should send: never a fault, always a sentence.

Of each form a field with one of the tricks, and all of it at once with another (see shares.py): HOSTILE=all leaves
nothing out.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from platform_core.access.standings import is_still_taken
from tenants.actions import make_read_only
from tenants.queries import forget_hosts
from tests.doors.addresses import addresses
from tests.doors.setting import INSTITUTION as INSTITUTION_URLS
from tests.doors.table import INSTITUTION
from tests.fixtures.visiting import knock as knock_at
from tests.hostile.corpus import BROKEN_UTF8, TEXTS
from tests.hostile.pages import Form, forms_on, heading_of
from tests.hostile.shares import ALL, share

Mark = tuple[str, frozenset[str]]
Forms = dict[Mark, Form]
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
FIELDS_OF_A_FORM = 1
SHARP = ["\x00", "²", "9" * 30, "가" * 300]


def who_looks(name: str) -> list[str]:
    """Who opens it, of those whom the table of doors lets in: whose pages differ most in what they offer."""
    let_in = [who for who in WHO if INSTITUTION[name].visitors()[who] == 200]
    if ALL:
        return let_in
    return [who for who in let_in if who in ("stranger", "citizen", "administrator") or who == let_in[0]]


def forms_offered(who: str, visitor: Any, setting: Any) -> Forms:
    """Every form that takes something, on every page this visitor can open."""
    found: Forms = {}
    for name, route in sorted(addresses(INSTITUTION_URLS).items()):
        is_file = re.search(r"\.\w+$", route)
        if is_file or who not in who_looks(name):
            continue
        address = setting.address(name)
        response = visitor.get(address)
        if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
            for form in forms_on(response.content.decode(), address):
                if form.method == "post":
                    found.setdefault(form.mark, form)
    return found


@pytest.fixture(scope="module")
def offered(setting, standing) -> dict[str, Forms]:
    """To each of WHO. The pages are opened once for all tests."""
    return {
        who: forms_offered(who, old_enough(knock_at(standing.haneul, as_=setting.people[who])), setting)
        for who in WHO
    }


def old_enough(visitor: Any) -> Any:
    """The form for signing up is behind the question after the age."""
    visitor.post("/sign-up/age/", {"age": "old_enough"})
    return visitor


def everybodys_forms(knock: Any, offered: dict[str, Forms]) -> Iterator[tuple[Any, Form]]:
    """Each form once, with the first visitor of WHO who is offered it."""
    seen: set[Mark] = set()
    for who, forms in offered.items():
        visitor = knock(who)
        for mark, form in forms.items():
            if mark not in seen:
                seen.add(mark)
                yield visitor, form


def filled(form: Form, text: str) -> dict[str, str]:
    return {name: value if name in LEFT_AS_IT_IS else text for name, value in form.fields.items()}


def one_by_one(form: Form) -> Iterator[dict[str, str]]:
    """The form as the page shows it, with a single field that is wrong."""
    typed = [name for name in form.fields if name not in LEFT_AS_IT_IS]
    for name in share(typed, form.action, FIELDS_OF_A_FORM):
        for text in share(SHARP, f"{form.action} {name}", 1):
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
    def arrive(who: str) -> Any:
        visitor = visit(haneul, as_=setting.people[who])
        visitor.raise_request_exception = False
        return visitor

    return arrive


def test_no_form_breaks_whatever_is_typed(knock, offered):
    complaints = []
    for visitor, form in everybodys_forms(knock, offered):
        for what, fields, more in attempts(form):
            said = complaint(send(visitor, form, fields, **more))
            complaints += [f"{form.action} {what}: {said}"] * bool(said)
    assert complaints == []


def attempts(form: Form) -> Iterator[tuple[str, dict[str, str] | bytes, dict[str, str]]]:
    """One thing wrong, and all of it wrong, or nothing at all, or what is no text: what is sent, and how."""
    buttons = [dict([button]) for button in form.buttons[:2]] or [{}]
    wholes: list[tuple[str, dict[str, str] | bytes, dict[str, str]]] = [
        (f"full of {label}", {**filled(form, text), **buttons[0]}, {})
        for label, text in share(list(TEXTS.items()), form.action, 1)
    ]
    wholes += [("empty", {}, {}), ("bytes that are no text", no_text(form), {"content_type": URLENCODED})]
    yield from share(wholes, form.action, 1)
    for place, fields in enumerate(one_by_one(form)):
        for button in buttons if ALL else [buttons[place % len(buttons)]]:
            wrong = set(fields.items()) - set(form.fields.items())
            yield f"{button} {wrong}", {**fields, **button}, {}


def no_text(form: Form) -> bytes:
    return b"&".join(name.encode() + b"=" + BROKEN_UTF8 for name in form.fields)


@pytest.mark.parametrize("who", ["citizen", "administrator"])
def test_every_form_of_a_read_only_city_is_refused_and_given_back(knock, offered, haneul, who):
    """Whoever sends it, wherever it leads: nothing is written, and the words are on the page that says so."""
    visitor, forms = knock(who), offered[who]
    make_read_only(institution=haneul, reason="계약 종료", at=timezone.now())
    forget_hosts()
    words = "이 말은 사라지지 않아야 합니다"
    before = everything_written()
    for form in forms.values():
        if is_still_taken(form.action):  # coming in, and taking along what is one's own
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


def test_the_forms_are_really_found(offered, haneul):
    """The reader of pages sees what a browser sees; without forms the tests above would prove nothing."""
    found = {action for action, _names in offered["administrator"]}
    assert {"/proposals/new/", "/desk/settings/", "/me/account/name/", "/desk/categories/new/"} <= found
    assert len(found) >= 30
    assert {"/sign-up/", "/sign-in/"} <= {action for action, _names in offered["stranger"]}
