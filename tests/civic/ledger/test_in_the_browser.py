"""The receipt's page checks itself on the citizen's own device: a true one is well, and a tampered proof is refused."""

import json
import re
from pathlib import Path

import pytest
from django.utils import timezone

from civic.journeys.support import give_support
from civic.ledger.receipts import standing_of
from civic.ledger.sealing import seal
from tests.e2e.browser import NoBrowser, chromium
from tests.fixtures.people import new_citizen

SCRIPT = Path(__file__).parents[3] / "civic" / "portal" / "static" / "portal" / "receipt.js"
# Crypto is there only where the page came safely.
HOME = "https://haneul.example"


def flipped(hexadecimal):
    return f"{int(hexadecimal[:2], 16) ^ 1:02x}{hexadecimal[2:]}"


def otherwise_signed(note):
    """One letter in the middle of the last line: those at the end of base64 may stand for nothing."""
    at = len(note) - 30
    return note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :]


TAMPERED = {
    "another deed": lambda it: {**it, "deed": it["deed"].replace("given", "gone")},
    "another salt": lambda it: {**it, "salt": flipped(it["salt"])},
    "another effect": lambda it: {**it, "effect": flipped(it["effect"])},
    "another place": lambda it: {**it, "index": it["index"] + 1},
    "another neighbour": lambda it: {**it, "proof": [flipped(it["proof"][0]), *it["proof"][1:]]},
    "a shorter proof": lambda it: {**it, "proof": it["proof"][:-1]},
    "a larger tree": lambda it: {**it, "note": it["note"].replace("\n6\n", "\n7\n")},
    "another time": lambda it: {**it, "note": re.sub(r"at 2", "at 3", it["note"])},
    "another signature": lambda it: {**it, "note": otherwise_signed(it["note"])},
}


@pytest.fixture
def shown(haneul, visit, make_proposal):
    """The page and the receipt of one of six supports, as the citizen gets them."""
    item, people = make_proposal(), [new_citizen(f"이웃 {number}") for number in range(6)]
    for one in people:
        give_support(proposal=item, citizen=one)
    seal(at=timezone.now())
    mine = standing_of(people[2].pk)[0].entry
    client = visit(haneul, as_=people[2])
    page = client.get(f"/me/receipts/{mine}/")
    return page.content.decode(), client.get(f"/me/receipts/{mine}.json").json()


def outcome_of(browser, page, receipt):
    """What the page says in the end, and how many milliseconds after it was asked for."""

    def answer(route):
        path = route.request.url.removeprefix(HOME)
        if path == "/":
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif path.endswith(".json") and "/me/receipts/" in path:
            route.fulfill(body=json.dumps(receipt), content_type="application/json")
        elif "receipt" in path and path.endswith(".js"):
            route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
        else:
            route.fulfill(status=404, body="")

    tab = browser.new_page()
    tab.route("**/*", answer)
    tab.goto(f"{HOME}/")
    tab.wait_for_function("document.querySelector('[data-outcome]').textContent !== ''")
    took = tab.evaluate("performance.now()")
    place = tab.locator("[data-outcome]")
    words = {place.get_attribute(f"data-{how}"): how for how in ("well", "unsigned", "wrong")}
    found = words[place.text_content()]
    tab.close()
    return found, took


def test_a_true_receipt_is_well_and_a_tampered_one_is_not(shown):
    page, receipt = shown
    try:
        with chromium() as browser:
            found, took = outcome_of(browser, page, receipt)
            said = {how: outcome_of(browser, page, change(receipt))[0] for how, change in TAMPERED.items()}
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)
    print(f"verified in the browser {took:.0f} ms after the page was asked for")
    assert found == "well"
    assert said == dict.fromkeys(TAMPERED, "wrong")
