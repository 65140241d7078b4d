"""A citizen supports a proposal → the threshold is crossed → an answer is owed by a date everyone can see
→ it comes → author and supporter are told."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import DESK, Person
from tests.e2e.stack import City
from tests.waiting import until


@pytest.fixture(params=["haneul", "bada"])
def city(request, stack) -> City:
    return getattr(stack, request.param)


def owed_answer(city: City, proposal: int) -> Any:
    rows = city.facts.rows("SELECT * FROM answers_answerrequest WHERE proposal_id = %s", proposal)
    return rows[0] if rows else None


def letters_about(city: City, email: str, words: str) -> int:
    """Delivered letters to this address whose text holds these words."""
    return int(
        city.facts.one(
            'SELECT count(*) FROM outbound_outboundmail WHERE "to" = %s AND state = %s AND text LIKE %s',
            email, "sent", f"%{words}%",
        )
    )  # fmt: skip


def newest_letter(city: City, email: str) -> int:
    return int(city.facts.one('SELECT max(id) FROM outbound_outboundmail WHERE "to" = %s', email))


def test_the_last_support_brings_an_answer_and_everyone_is_told(come, city, stack):
    """하늘시 needs fifty, 바다군 ten: all but one have supported before this person comes."""
    number = city.scene["near"]
    citizen: Person = come()
    page = citizen.page
    citizen.signs_in(city.url(f"/sign-in/?next=/proposals/{number}/"), "citizen@example.org")
    title = page.locator("h1").inner_text()
    citizen.supports(number)

    until(lambda: owed_answer(city, number), "the worker has made the department owe an answer")
    page.reload()
    due = city.facts.one(
        "SELECT to_char((due_at - interval '1 second') AT TIME ZONE 'Asia/Seoul', 'FMMM월 FMDD일')"
        " FROM answers_answerrequest WHERE proposal_id = %s", number,
    )  # fmt: skip
    expect(page.locator("main")).to_contain_text(due)

    moderator: Person = come(width=DESK)
    moderator.signs_in(city.url("/sign-in/?next=/desk/"), "moderator@example.org")
    moderator.page.locator("main a", has_text=title).first.click()
    moderator.page.select_option("[name=department]", label="도로과")
    moderator.presses("form[action$='/department/'] button")
    assert city.facts.one(
        "SELECT d.code FROM answers_answerrequest r JOIN people_department d ON d.id = r.department_id"
        " WHERE r.proposal_id = %s", number,
    ) == "roads"  # fmt: skip

    respondent: Person = come(width=DESK)
    respondent.signs_in(city.url("/sign-in/?next=/desk/"), "respondent@example.org")
    writes_the_answer(respondent, title)

    page.goto(city.url(f"/proposals/{number}/"))
    expect(page.locator("main")).to_contain_text("가로등 열두 개를 새로 답니다")
    for email in ("citizen@example.org", "author@example.org"):
        until(lambda email=email: letters_about(city, email, title), f"{email} has the letter")
    page.goto(city.url("/me/notifications/"))
    expect(page.locator("main")).to_contain_text(title)
    page.goto(city.url(f"/inbox/{newest_letter(city, 'citizen@example.org')}/"))
    expect(page.locator("main")).to_contain_text(title)
    told_once(city, number)


def writes_the_answer(respondent: Person, title: str) -> None:
    page = respondent.page
    page.locator("main a", has_text=title).first.click()
    page.check("[name=verdict][value=adopted]")
    page.fill("[name=body]", "가로등 열두 개를 새로 답니다.")
    page.fill("[name=next_steps]", "도로과가 다음 달 말까지 답니다.")
    respondent.presses("[name=step][value=preview]")
    expect(page.locator("main")).to_contain_text("가로등 열두 개를 새로 답니다.")
    respondent.presses("[name=step][value=publish]")
    expect(page).to_have_url(re.compile(r"/desk/answers/\d+/"))


def told_once(city: City, proposal: int) -> None:
    """No person has two notifications of one event, nor two letters."""
    assert (
        city.facts.one("SELECT count(*) FROM proposals_thresholdcrossing WHERE proposal_id = %s", proposal)
        == 1
    )
    assert (
        city.facts.rows(
            "SELECT user_id, event_id FROM notifications_notification GROUP BY 1, 2 HAVING count(*) > 1"
        )
        == []
    )
    assert (
        city.facts.rows(
            "SELECT dedupe_key FROM outbound_outboundmail WHERE dedupe_key IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
        )
        == []
    )
