"""A stranger becomes a citizen who is heard."""

import re

from playwright.sync_api import expect

from tests.e2e.browser import Person
from tests.e2e.scene import PASSWORD
from tests.e2e.stack import City
from tests.waiting import until

TITLE = "골목 끝 놀이터에 그늘막을 달아 주세요"


def code_from_the_inbox(person: Person, city: City, email: str) -> str:
    """The eight digits of the newest letter to this address, read on the local inbox page."""
    inbox = person.tab()

    def letter() -> bool:
        inbox.goto(city.url("/inbox/"))
        return inbox.locator("tr", has_text=email).count() > 0

    until(letter, f"a letter to {email} lies in the inbox")
    inbox.locator("tr", has_text=email).first.locator("a").click()
    inbox.wait_for_url("**/inbox/*/")
    found = re.search(r"\b\d{4}-?\d{4}\b", inbox.locator(".prose").inner_text())
    inbox.close()
    assert found, "the letter holds a code"
    return found[0]


def test_a_stranger_reads_joins_supports_and_proposes(come, haneul):
    person = come()
    page = person.page
    page.goto(haneul.url())
    page.goto(haneul.url("/proposals/"))
    page.locator(f"a[href^='/proposals/{haneul.scene['fresh']}/']").first.click()
    expect(page.locator("h1")).to_contain_text("학교 앞 신호")

    # Wants to support: is asked who they are, and chooses to sign up.
    page.locator("a:visible", has=page.locator("svg")).filter(has_text="공감").first.click()
    page.wait_for_url("**/sign-in/**")
    person.presses("main button[name=age][value=old_enough]")
    page.fill("[name=email]", "newcomer@example.org")
    page.fill("[name=name]", "새내기")
    page.fill("[name=password1]", PASSWORD)
    for consent in ("privacy", "terms"):
        page.check(f"[name={consent}]")
    person.presses("form[action='/sign-up/'] button.button--large")
    page.fill("[name=code]", code_from_the_inbox(person, haneul, "newcomer@example.org"))
    person.presses("form:has([name=code]) button.button--large")

    # Back where they were, and one press away.
    expect(page).to_have_url(re.compile(rf"/proposals/{haneul.scene['fresh']}/"))
    person.supports(haneul.scene["fresh"])
    assert (
        haneul.facts.one(
            "SELECT count(*) FROM proposals_support s JOIN accounts_user u ON u.id = s.citizen_id"
            " WHERE u.email = 'newcomer@example.org'"
        )
        == 1
    )

    page.goto(haneul.url("/proposals/new/"))
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", "여름 낮에는 **미끄럼틀이 뜨거워** 아이들이 놀지 못합니다.")
    person.presses("[name=do][value=publish]")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(".prose strong").first).to_have_text("미끄럼틀이 뜨거워")
    page.goto(haneul.url("/proposals/"))
    expect(page.get_by_text(TITLE)).to_be_visible()
