"""Very many codes are asked for: over all institutions, with and without script, and nobody is shut out."""

import html
import json
import re
import time

import pytest
from altcha.v2 import Challenge, Payload, solve_challenge
from django.core.cache import cache

from platform_core.accounts import work
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context
from tests.fixtures.people import new_citizen

PAGE = "/sign-in/letter/"


@pytest.fixture(autouse=True)
def small_crowds(settings):
    cache.clear()
    settings.HOT_CODES_BY_ADDRESS, settings.MOST_CODES_BY_ADDRESS = 3, 6
    settings.HOT_CODES_BY_ALL, settings.MOST_CODES_TO_ONE = 1_000, 1_000


def asks(visitor, mail="kim@example.org", **more):
    return visitor.post(PAGE, {"email": mail, **more})


def work_on(page):
    words = page.content.decode()
    challenge = re.search(r'<altcha-widget challenge="([^"]+)"', words)
    ticket = re.search(r'name="wait" value="([^"]+)"', words)
    return (html.unescape(challenge[1]), html.unescape(ticket[1])) if challenge else (None, None)


def solved(challenge):
    asked = Challenge.from_dict(json.loads(challenge))
    return Payload(asked, solve_challenge(asked)).to_base64()


def heat_up(visit, where):
    for number in range(3):
        assert asks(visit(where), f"crowd{number}@example.org").status_code == 302


def test_in_a_crowd_a_browser_works_for_its_code_and_each_work_is_good_once(haneul, bada, visit, monkeypatch):
    kim = visit(haneul)
    assert work_on(kim.get(PAGE)) == (None, None)  # calm: nothing is asked
    heat_up(visit, bada)  # in another city, from the same network address
    page = kim.get(PAGE)
    challenge, _ticket = work_on(page)
    assert "script-src 'self'" in page["Content-Security-Policy"] and challenge
    without = asks(kim)
    assert without.status_code == 200 and 'value="kim@example.org"' in without.content.decode()
    proof = solved(challenge)
    assert asks(kim, altcha=proof).status_code == 302
    again = asks(visit(haneul), altcha=proof)
    assert again.status_code == 200 and work_on(again)[0]
    # Nor in another city, nor made up, nor too late.
    fresh = solved(work_on(visit(haneul).get(PAGE))[0])
    assert asks(visit(bada), altcha=fresh).status_code == 200
    for made_up in ("e30=", "x", fresh[:-8], "A" * 9_000):
        assert asks(visit(haneul), altcha=made_up).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + work.GOOD_FOR + 5)
    assert not work.is_done(fresh)
    monkeypatch.undo()
    # The same answer in other words is the same answer.
    rewritten = Payload.from_base64(proof)
    rewritten.solution.time = 1.0
    assert asks(visit(haneul), altcha=rewritten.to_base64()).status_code == 200
    assert OutboundMail.objects.filter(to="kim@example.org").count() == 1


def test_without_script_a_moment_of_patience_is_enough(haneul, bada, visit, monkeypatch):
    heat_up(visit, bada)
    kim = visit(haneul)
    ticket = work_on(kim.get(PAGE))[1]
    early = asks(kim, wait=ticket)
    # The very same ticket ripens on; what was typed is there.
    assert early.status_code == 200 and work_on(early)[1] == ticket
    assert 'value="kim@example.org"' in early.content.decode()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + work.RIPE_AFTER + 1)
    assert asks(visit(bada), wait=ticket).status_code == 200
    assert asks(kim, wait=ticket).status_code == 302
    assert asks(visit(haneul), wait=ticket).status_code == 200  # each is good once


def test_there_is_an_end_by_address_and_by_recipient_over_all_cities(haneul, bada, visit, settings):
    settings.HOT_CODES_BY_ADDRESS = 1_000
    codes = [
        asks(visit(where), f"p{n}@example.org").status_code for n in range(4) for where in (haneul, bada)
    ]
    assert codes == [302] * 6 + [200] * 2
    cache.clear()
    settings.MOST_CODES_BY_ADDRESS, settings.MOST_CODES_TO_ONE = 1_000, 3
    for where in (haneul, bada):
        with institution_context(where):
            new_citizen(email="kim@example.org")
    codes = [
        asks(visit(where), mail).status_code
        for mail in ("kim@example.org", "KIM@example.org")
        for where in (haneul, bada)
    ]
    assert codes == [302] * 3 + [200]
    # Somebody else is not held up by it.
    assert asks(visit(haneul), "lee@example.org").status_code == 302


@pytest.mark.parametrize("page", ["/sign-up/", "/password/reset/", PAGE])
def test_every_page_that_sends_a_code_asks_alike(haneul, visit, page):
    visitor = visit(haneul)
    visitor.post("/sign-up/age/", {"age": "old_enough"})
    heat_up(visit, haneul)
    assert work_on(visitor.get(page))[0]
