"""What was typed survives an expired session."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from platform_core.accounts import keep
from platform_core.accounts.keep import fields_of, hold_typed, take_typed


@pytest.fixture
def request_(haneul):
    request = RequestFactory().post(
        "/propose/", {"title": "그늘", "tags": ["a", "b"], "password": "x", "csrfmiddlewaretoken": "y"}
    )
    request.session = SessionStore()
    return request


def test_what_was_typed_is_given_back_once_without_secrets(request_):
    assert hold_typed(request_, "propose", fields_of(request_))
    assert take_typed(request_, "propose") == {"title": "그늘", "tags": ["a", "b"]}
    assert take_typed(request_, "propose") == {}


def test_two_forms_do_not_mix(request_):
    hold_typed(request_, "propose", {"title": "제안"})
    hold_typed(request_, "comment:3", {"body": "의견"})
    assert take_typed(request_, "comment:3") == {"body": "의견"}
    assert take_typed(request_, "propose") == {"title": "제안"}


def test_more_than_the_shelf_carries_is_refused_and_the_rest_stays(request_):
    hold_typed(request_, "propose", {"title": "제안"})
    assert hold_typed(request_, "comment:3", {"body": "가" * 70_000}) is False
    assert take_typed(request_, "propose") == {"title": "제안"}


def test_typed_words_are_not_kept_for_days(request_, monkeypatch):
    hold_typed(request_, "propose", {"title": "제안"})
    later = time.time() + keep.KEPT_SECONDS + 1
    monkeypatch.setattr(keep.time, "time", lambda: later)
    assert take_typed(request_, "propose") == {}


def test_logging_in_keeps_what_was_typed_and_leaving_the_device_does_not(haneul, visit, citizen):
    from tests.fixtures.people import PASSWORD

    kim = visit(haneul)
    session = kim.session
    session["typed"] = {"propose": {"at": time.time(), "fields": {"title": "그늘"}}}
    session.save()
    kim.cookies["session"] = session.session_key
    kim.post("/sign-in/", {"login": citizen.email, "password": PASSWORD})
    assert kim.session["typed"]["propose"]["fields"] == {"title": "그늘"}
    kim.post("/sign-out/")
    assert "typed" not in kim.session
