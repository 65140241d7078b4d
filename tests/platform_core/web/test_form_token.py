"""The token in a kept page's forms is Django's own, only made with less ado."""

from collections import Counter

from django.middleware.csrf import CSRF_SECRET_LENGTH, _does_token_match, get_token
from django.test import RequestFactory

from platform_core.web.form_token import LETTERS, _letters, form_token


def test_a_visitor_without_a_cookie_is_given_one_and_a_token_that_fits_it():
    request = RequestFactory().get("/")
    first, second = form_token(request), form_token(request)
    secret = request.META["CSRF_COOKIE"]
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"] and len(secret) == CSRF_SECRET_LENGTH
    assert first != second and secret not in first
    assert _does_token_match(first, secret) and _does_token_match(second, secret)
    assert _does_token_match(get_token(request), secret)


def test_who_has_a_cookie_keeps_it_and_a_strangers_token_does_not_fit_it():
    request, stranger = RequestFactory().get("/"), RequestFactory().get("/")
    request.META["CSRF_COOKIE"] = secret = "aZ09" * 8
    assert _does_token_match(form_token(request), secret)
    assert request.META["CSRF_COOKIE"] == secret
    assert not _does_token_match(form_token(stranger), secret)


def test_every_letter_is_as_likely_as_any_other():
    """64,000 letters: each about 1,032 times; six standard deviations are about 190."""
    counted = Counter(b"".join(_letters() for _ in range(2_000)))
    assert set(counted) == set(LETTERS)
    assert all(abs(many - 2_000 * CSRF_SECRET_LENGTH / len(LETTERS)) < 190 for many in counted.values())
