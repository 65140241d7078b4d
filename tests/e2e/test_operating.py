"""Somebody runs the platform: closes a city's doors for a while."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.e2e.browser import DESK, Person
from tests.e2e.scene import PASSWORD
from tests.waiting import until

TOTP_PERIOD = 30


def six_digits(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_PERIOD)))


@pytest.fixture
def operator(come, stack) -> Person:
    return operator_at_the_console(come(width=DESK), stack)


def operator_at_the_console(person: Person, stack) -> Person:
    """Logged in with password and authenticator, which knows each code once: so the first to come hands on."""
    state = stack.kept.get("operator")
    if state is None:
        person.signs_in(stack.console("/"), stack.operator["email"], PASSWORD)
        person.page.fill("[name=code]", six_digits(stack.operator["secret"]))
        person.presses("form:has([name=code]) button.button--large")
        stack.kept["operator"] = person.context.cookies()
    else:
        person.context.add_cookies(state)
    person.page.goto(stack.console("/"))
    expect(person.page.locator("main table")).to_be_visible()
    return person


def test_a_read_only_city_refuses_writing_and_gives_the_words_back(operator, come, stack):
    """고요면's contract pauses while somebody writes there."""
    goyo = stack.goyo
    citizen: Person = come()
    citizen.signs_in(goyo.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    citizen.page.fill("[name=title]", "문이 닫히는 동안 쓰던 제안입니다")
    citizen.page.fill("[name=body]", "이 글은 사라지지 않아야 합니다.")

    page = operator.page
    page.locator("main a", has_text="고요면").click()
    page.locator("main a[href$='/closing/']").click()
    page.check("[name=to][value=read_only]")
    page.fill("[name=reason]", "계약 갱신 중")
    operator.presses("form[action$='/closing/'] button")
    # Each web process remembers an institution for a moment.
    until(lambda: "고요면" in headline_of_a_sent_form(citizen), "writing is refused", seconds=10)
    with citizen.page.expect_navigation():
        citizen.page.locator("[name=do][value=publish]").click()
    everything = citizen.page.locator("body")
    expect(everything).to_contain_text("문이 닫히는 동안 쓰던 제안입니다")
    expect(everything).to_contain_text("이 글은 사라지지 않아야 합니다.")
    assert goyo.facts.one("SELECT count(*) FROM proposals_proposal WHERE title LIKE %s", "문이 닫히는%") == 0
    answer = citizen.page.goto(goyo.url("/"))
    assert answer is not None and answer.status == 200

    page.check("[name=to][value=open]")
    operator.presses("form[action$='/closing/'] button")
    until(lambda: "고요면" not in headline_of_a_sent_form(citizen), "writing is possible again", seconds=10)


def headline_of_a_sent_form(person: Person) -> str:
    """What the page that answers a form says on top: a form without its token, so that nothing is written."""
    return str(
        person.page.evaluate(
            """async () => {
                const answer = await fetch("/proposals/new/", {method: "POST", body: new FormData()});
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                return page.querySelector("h1").textContent;
            }"""
        )
    )
