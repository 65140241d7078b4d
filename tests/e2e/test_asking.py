"""A department asks: from the first talk at the desk to what citizens say, and to what came of it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, Person
from tests.e2e.hands import Hands
from tests.e2e.test_paper import is_fine

TITLE = "한강로 차로를 줄여 보행로를 넓힐까요?"
SEOUL = ZoneInfo("Asia/Seoul")
PROCESS, COLLEAGUE = "도로과가 묻습니다", "colleague@example.org"


@pytest.fixture
def hands(hands_in, haneul) -> Hands:
    return hands_in(haneul)


def test_a_department_asks_from_the_first_talk_to_the_answer(come, haneul, hands: Hands):
    hands.do("open_the_asking", process=PROCESS, colleague=COLLEAGUE)
    officer = come(width=DESK)
    officer.signs_in(haneul.url("/sign-in/?next=/desk/questions/new/"), "respondent@example.org")
    question = prepares(officer)
    at = f"/desk/questions/{question}/"
    officer.presses("form[action$='/review/request/'] button")

    # Whoever asks for the review does not agree to it: another one of the department does.
    colleague = come(width=DESK)
    colleague.signs_in(haneul.url(f"/sign-in/?next={at}review/"), COLLEAGUE)
    expect(colleague.page.locator("main")).to_contain_text("걷기 편해집니다.")
    is_fine(colleague.page, "asking-review")
    colleague.presses("button[name=agree]")

    moderator = come(width=DESK)
    moderator.signs_in(haneul.url(f"/sign-in/?next={at}publication/"), "moderator@example.org")
    expect(moderator.page.locator("main")).to_contain_text(TITLE)
    moderator.presses("main form button.button")
    # It publishes itself now: nothing is left to press.
    expect(moderator.page.locator("main a[href$='/publication/']")).to_have_count(0)
    is_fine(moderator.page, "asking-path")
    told = hands.do("its_day_comes", question=question)
    assert told["state"] == "published"

    citizen = come()
    citizen.signs_in(haneul.url("/sign-in/?next=/questions/"), "citizen@example.org")
    page = citizen.page
    is_fine(page, "questions-running")
    with page.expect_navigation():
        page.locator("main a", has_text=TITLE).click()
    expect(page).to_have_url(re.compile(rf"/debates/{told['debate']}/"))
    speaks(citizen, "pro", "아이와 걸을 때 늘 위험합니다.")
    expect(page.locator("#my-stand")).to_be_visible()

    hands.do("its_time_is_over", debate=told["debate"])
    hands.do("answer_what_was_asked", question=question)
    page.goto(haneul.url("/questions/"))
    ended = page.locator(".rows__row", has_text=TITLE)
    expect(ended).to_contain_text("도로과")
    expect(ended.locator(".badge", has_text=re.compile("채택"))).to_be_visible()
    is_fine(page, "questions-answered")


def prepares(officer: Person) -> int:
    """Step by step; returns the question's number."""
    page = officer.page
    page.fill("[name=topic]", "한강로 보행로")
    officer.presses("main form button.button")
    found = re.search(r"/questions/(\d+)/", page.url)
    assert found
    number = int(found[1])
    page.check("[name=viewpoint][value=contested]")
    page.check("[name=purpose][value=contested]")
    finishes(officer, number, "key-question")
    page.fill("[name=title]", TITLE)
    page.fill("[name=lead]", "가을에 설계를 정합니다.")
    for box in page.locator("[name=neutrality]").all():
        box.check()
    finishes(officer, number, "form")
    page.select_option("[name=process]", label=PROCESS)
    page.check("[name=form][value=pro_con]")
    finishes(officer, number, "schedule")
    page.fill("[name=opens_on]", (datetime.now(SEOUL) + timedelta(days=2)).date().isoformat())
    page.fill("[name=promotion]", "보도자료와 버스 정류장 안내")
    page.fill("[name=afterwards]", "설계에 반영하고 한 달 안에 답합니다.")
    finishes(officer, number, "materials")
    is_fine(page, "asking-materials")
    for part, text in {
        "background": "보행 사고가 늘고 있습니다.",
        "facts": "지난해 보행 사고 32건",
        "pro": "걷기 편해집니다.",
        "con": "차가 막힙니다.",
    }.items():
        page.fill(f"[name={part}]", text)
    finishes(officer, number, "")
    return number


def finishes(officer: Person, number: int, following: str) -> None:
    """The step is done, and the path leads on to the one that is next."""
    officer.presses("button[name=finish]")
    expect(officer.page).to_have_url(re.compile(rf"/questions/{number}/$"))
    if following:
        officer.presses(f"a[href$='/steps/{following}/']")


def speaks(person: Person, side: str, why: str) -> None:
    page: Page = person.page
    page.locator(f".side-card--{side}").click()
    page.fill("#id_body", why)
    person.presses("#opinion-form button")
