"""Somebody makes a passkey on their phone, and comes in with it alone."""

import re

from playwright.sync_api import expect

from tests.e2e.browser import Person
from tests.e2e.scene import PASSWORD

# A phone that asks for a finger and gets it.
FINGER = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_finger(person: Person) -> None:
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def test_a_passkey_is_made_once_and_opens_the_account_by_itself(come, haneul):
    person = come()
    page = person.page
    with_a_finger(person)
    person.signs_in(haneul.url("/sign-in/?next=/me/account/second-factor/passkeys/new/"), "phone@example.org")
    if "/confirmation/" in page.url:
        page.fill("[name=password]", PASSWORD)
        person.presses("form:has([name=password]) button.button")
    page.fill("[name=name]", "내 휴대전화")
    person.presses("button[data-passkey-button]")
    expect(page).to_have_url(re.compile("/me/account/second-factor/recovery-codes/"))
    page.goto(haneul.url("/me/account/second-factor/passkeys/"))
    expect(page.get_by_role("heading", name="내 휴대전화")).to_be_visible()

    person.context.clear_cookies()
    page.goto(haneul.url("/sign-in/?next=/me/supports/"))
    person.presses("button[data-passkey-button]")
    expect(page).to_have_url(re.compile("/me/supports/"))

    # A password alone is no longer enough; the passkey is asked for as the second step.
    person.context.clear_cookies()
    person.signs_in(haneul.url("/sign-in/?next=/me/supports/"), "phone@example.org")
    expect(page).to_have_url(re.compile("/sign-in/code/"))
    person.presses("button[data-passkey-button]")
    expect(page).to_have_url(re.compile("/me/supports/"))
