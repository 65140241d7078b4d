"""The oldest phone in the house: everything that matters works without JavaScript."""

import re

from playwright.sync_api import expect

from tests.e2e.browser import Person


def test_somebody_without_script_writes_looks_and_publishes(come, haneul):
    person: Person = come(script=False)
    page = person.page
    person.signs_in(haneul.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    page.fill("[name=title]", "글자판 없이도 쓸 수 있게 해 주세요")
    person.presses("[name=do][value=publish]")
    expect(page.locator("[role=alert], .error-summary").first).to_be_visible()
    assert page.input_value("[name=title]") == "글자판 없이도 쓸 수 있게 해 주세요"

    page.fill("[name=body]", "오래된 전화기에서도 제안할 수 있으면 좋겠습니다.")
    person.presses("[name=do][value=preview]")
    expect(page.locator(".preview")).to_contain_text("오래된 전화기에서도")
    person.presses("[name=do][value=publish]")
    expect(page).to_have_url(re.compile(r"/proposals/\d+/$"))
    expect(page.locator("h1")).to_have_text("글자판 없이도 쓸 수 있게 해 주세요")


def test_somebody_without_script_supports_and_comments(come, bada):
    person: Person = come(script=False)
    page = person.page
    proposal = f"/proposals/{bada.scene['fresh']}/"
    person.signs_in(bada.url(f"/sign-in/?next={proposal}"), "respondent@example.org")
    person.supports(bada.scene["fresh"])
    page.fill(f"form[action='{proposal}comments/'] [name=body]", "저도 같은 생각입니다.")
    person.presses(f"form[action='{proposal}comments/'] button")
    expect(page.locator("main")).to_contain_text("저도 같은 생각입니다.")
