"""Life gets in the way: a session that ended, an impatient thumb."""

import re

from playwright.sync_api import expect

from tests.e2e.browser import Person

TITLE = "버스 정류장에 바람막이를 세워 주세요"
BODY = "겨울 아침에 어르신들이 찬바람을 맞으며 이십 분씩 기다리십니다."


def test_what_was_typed_is_there_after_logging_in_again(come, haneul):
    person: Person = come()
    page = person.page
    person.signs_in(haneul.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", BODY)
    # Two weeks pass, as far as the browser knows.
    person.context.clear_cookies(name="session")
    person.presses("[name=do][value=publish]")
    page.wait_for_url("**/sign-in/**")
    person.types_log_in("citizen@example.org")
    page.wait_for_url("**/proposals/new/**")
    assert page.input_value("[name=title]") == TITLE
    assert page.input_value("[name=body]") == BODY
    assert haneul.facts.one("SELECT count(*) FROM proposals_proposal WHERE title = %s", TITLE) == 0
    person.presses("[name=do][value=publish]")
    expect(page.locator("h1")).to_have_text(TITLE)


def test_a_session_that_the_city_ended_gives_the_text_back_too(come, bada):
    person: Person = come()
    page = person.page
    person.signs_in(bada.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", BODY)
    bada.facts.run("DELETE FROM django_session")
    person.presses("[name=do][value=publish]")
    page.wait_for_url("**/sign-in/**")
    person.types_log_in("citizen@example.org")
    page.wait_for_url("**/proposals/new/**")
    assert (page.input_value("[name=title]"), page.input_value("[name=body]")) == (TITLE, BODY)


def test_an_impatient_thumb_makes_one_proposal(come, haneul):
    """Double click with script, and the same form sent twice at once without its guard."""
    person: Person = come()
    page = person.page
    title = "두 번 눌러도 한 번만 올라가게 해 주세요"
    person.signs_in(haneul.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    page.fill("[name=title]", title)
    page.fill("[name=body]", BODY)
    with page.expect_navigation():
        page.locator("[name=do][value=publish]").dblclick(no_wait_after=True)
    expect(page).to_have_url(re.compile(r"/proposals/\d+/$"))
    assert haneul.facts.one("SELECT count(*) FROM proposals_proposal WHERE title = %s", title) == 1


def test_a_form_sent_twice_at_the_same_instant_is_one_proposal(come, haneul):
    person: Person = come()
    page = person.page
    title = "같은 순간에 두 번 보내도 하나입니다"
    person.signs_in(haneul.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    page.fill("[name=title]", title)
    page.fill("[name=body]", BODY)
    addresses = page.evaluate(
        """async () => {
            const form = document.querySelector("form[data-autosave-url]");
            const send = () => {
                const data = new FormData(form);
                data.append("do", "publish");
                return fetch(form.action, {method: "POST", body: data}).then((answer) => answer.url);
            };
            return Promise.all([send(), send(), send()]);
        }"""
    )
    assert len(set(addresses)) == 1, addresses
    assert haneul.facts.one("SELECT count(*) FROM proposals_proposal WHERE title = %s", title) == 1
