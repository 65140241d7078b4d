"""A token that is not known costs a guess: the address that sent it, at whichever institution, waits."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from civic.api.models import ApiToken
from civic.api.tokens import create_token
from platform_core.accounts.guesses import TOKENS

ME = "/api/v1/me/"
SOMEWHERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture(autouse=True)
def three_guesses(haneul, monkeypatch):
    cache.clear()
    monkeypatch.setattr(TOKENS, "most", 3)
    yield
    cache.clear()


@pytest.fixture
def key(citizen):
    return create_token(user=citizen, name="우리 학교 게시판")[1]


@pytest.fixture
def ask(visit, haneul):
    def ask(key, *, at=haneul, address=ME, **how):
        return visit(at, HTTP_AUTHORIZATION=f"Token {key}", **{"REMOTE_ADDR": SOMEWHERE, **how}).get(address)

    return ask


def test_the_guess_after_the_last_allowed_one_is_told_to_wait(ask):
    assert [ask(f"guess{n}.x").status_code for n in range(4)] == [401, 401, 401, 429]
    answer = ask("guess5.x")
    assert answer.json()["code"] == "too_many_requests"
    assert 0 < int(answer.headers["Retry-After"]) <= TOKENS.within


def test_a_right_guess_is_not_told_from_a_wrong_one_any_more(ask, key):
    for number in range(3):
        ask(f"guess{number}.x")
    assert ask(key).status_code == 429
    assert ask(key, REMOTE_ADDR=ELSEWHERE).status_code == 200


def test_guesses_at_two_institutions_are_counted_together(ask, bada):
    for number in range(3):
        assert ask(f"guess{number}.x", at=bada).status_code == 401
    assert ask("guess4.x").status_code == 429


def test_expired_and_revoked_tokens_count_too(ask, key):
    ApiToken.objects.update(expiry_date=timezone.now() - timedelta(days=1))
    assert ask(key).status_code == 401
    ApiToken.objects.update(expiry_date=None, revoked=True)
    assert [ask(key).status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize("address", ["/api/v1/proposals/", "/api/v1/proposals/1/", "/api/v1/openapi.json"])
def test_no_address_of_the_api_is_free(ask, address):
    assert [ask("guess.x", address=address).status_code for _ in range(4)] == [401, 401, 401, 429]


def test_the_wait_ends(ask, time_machine):
    for number in range(4):
        ask(f"guess{number}.x")
    time_machine.move_to(timezone.now() + timedelta(seconds=TOKENS.within + 1))
    assert ask("guess5.x").status_code == 401


def test_a_good_token_used_often_costs_nothing(ask, key):
    assert {ask(key).status_code for _ in range(6)} == {200}


def test_one_network_of_the_newer_kind_is_one_address(ask):
    for number in range(3):
        ask("guess.x", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert ask("guess.x", REMOTE_ADDR="2001:db8:1:2::9").status_code == 429


def test_the_sender_cannot_choose_the_address_that_is_counted(ask):
    answers = [ask("guess.x", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").status_code for n in range(4)]
    assert answers[-1] == 429
