"""Whatever Unicode can spell is taken or refused in words, and comes back composed."""

import unicodedata
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.proposals.models import Comment, Proposal
from platform_core.text.normalise import clean_line, clean_text, refuse_broken
from tests.hostile.shares import ALL

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=400) | st.text(
    st.sampled_from("가각ᄀ ᅡᆨ\u0301\u200d\u200b\u202e👨👩\ufe0f\u0000\n\r\t_*#[](){}<>&\"'\\%`|~=-+.:;"),
    max_size=200,
)
EXAMPLES = 400 if ALL else 40
OFTEN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def browser(haneul, visit, citizen):
    knock = visit(haneul, as_=citizen)
    knock.raise_request_exception = False
    return knock


def kept(model: Any, before: int) -> Any:
    return model.objects.filter(pk__gt=before).first()


def newest(model: Any) -> int:
    found = model.objects.order_by("-pk").first()
    return found.pk if found else 0


def is_taken_clean(stored: str, typed: str, clean: Any) -> bool:
    refuse_broken(typed)
    return stored == clean(typed) == unicodedata.normalize("NFC", stored) and "\x00" not in stored


@OFTEN
@given(title=ANY_TEXT, body=ANY_TEXT)
def test_any_proposal_is_taken_composed_or_given_back(browser, title, body):
    before = newest(Proposal)
    with transaction.atomic():
        response = browser.post("/proposals/new/", {"title": title, "body": body})
        made = kept(Proposal, before)
        if made is None:
            assert response.status_code in (200, 422)
        else:
            assert response.status_code == 302
            assert is_taken_clean(made.title, title, clean_line)
            assert is_taken_clean(made.body_source, body, clean_text)
            page = browser.get(response["Location"])
            assert page.status_code == 200
        transaction.set_rollback(True)


@OFTEN
@given(body=ANY_TEXT)
def test_any_comment_is_taken_composed_or_given_back(browser, make_proposal, body):
    proposal = Proposal.objects.first() or make_proposal()
    before = newest(Comment)
    with transaction.atomic():
        response = browser.post(f"/proposals/{proposal.pk}/comments/", {"body": body})
        made = kept(Comment, before)
        assert response.status_code == (302 if made else 422)
        assert made is None or is_taken_clean(made.body, body, clean_text)
        transaction.set_rollback(True)


@OFTEN
@given(name=ANY_TEXT)
def test_any_name_is_taken_composed_or_given_back(browser, citizen, name):
    with transaction.atomic():
        response = browser.post("/me/account/name/", {"name": name})
        was, citizen_name = citizen.name, type(citizen).objects.get(pk=citizen.pk).name
        assert response.status_code in (302, 422, 200)
        assert citizen_name == was or citizen_name == clean_line(name)
        transaction.set_rollback(True)


@OFTEN
@given(words=ANY_TEXT)
def test_any_search_is_answered(browser, words):
    assert browser.get("/proposals/", {"q": words}).status_code == (400 if "\x00" in words else 200)


def test_a_title_from_a_macintosh_is_found_by_everyone(haneul, browser, visit):
    """Typed as separate letters, stored composed, found by somebody who types composed."""
    typed = unicodedata.normalize("NFD", "은행나무길 가로등을 고쳐 주세요")
    browser.post("/proposals/new/", {"title": typed, "body": "밤길이 너무 어둡습니다."})
    for words in ("가로등", unicodedata.normalize("NFD", "가로등")):
        page = visit(haneul).get("/proposals/", {"q": words}).content.decode()
        assert unicodedata.normalize("NFC", typed) in page
