"""From a proposal to what changed: supports → committee → debate → report → answer → plan → the whole story."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, Person
from tests.e2e.hands import Hands
from tests.e2e.stack import City
from tests.e2e.test_answering import letters_about, newest_letter
from tests.e2e.test_asking import speaks
from tests.e2e.test_paper import is_fine
from tests.waiting import until

TITLE, NEEDED = "한밤에도 여는 작은 도서관을 만들어 주세요", 50
QUESTION = "작은 도서관을 밤 열두 시까지 열까요?"
PROMISE = "도서관 세 곳을 밤 열두 시까지 엽니다."
MEMBERS = ["member1@example.org", "member2@example.org"]


@pytest.fixture
def hands(hands_in, haneul) -> Hands:
    return hands_in(haneul)


def test_a_proposal_goes_the_whole_way_and_its_supporter_reads_the_story(come, haneul: City, hands: Hands):
    item = hands.do("propose_with_all_but_one", title=TITLE, needed=NEEDED)["item"]
    citizen, moderator = come(), come(width=DESK)
    citizen.signs_in(haneul.url(f"/sign-in/?next=/proposals/{item}/"), "citizen@example.org")
    citizen.supports(item)
    meeting = hands.do("seat_a_committee", emails=MEMBERS, more=3)["meeting"]
    candidate = until(
        lambda: haneul.facts.one("SELECT id FROM agenda_candidate WHERE item_id = %s", item),
        "the fiftieth support has made a candidate of it",
    )

    the_committee_chooses(come, haneul, hands, moderator, meeting, candidate)
    debate = until(
        lambda: haneul.facts.one(
            "SELECT id FROM debates_debate WHERE item_id = %s AND opened_at IS NOT NULL", item
        ),
        "the debate is open",
    )
    people_say_what_they_think(come, haneul, citizen, debate)
    hands.do("neighbours_speak", debate=debate)
    assert hands.do("its_time_is_over", debate=debate)["stage"] == "answering"

    report = staff_tell_what_came_out(haneul, moderator, debate)
    request = haneul.facts.one(
        "SELECT id FROM answers_answerrequest WHERE proposal_id = %s AND state = 'open'", item
    )
    moderator.page.goto(haneul.url(f"/desk/answers/{request}/"))
    moderator.page.select_option("[name=department]", label="도로과")
    moderator.presses("form[action$='/department/'] button")
    execution = the_department_answers_and_plans(come, haneul, item, request)
    citizen.page.goto(haneul.url(f"/results/{report}/"))
    expect(citizen.page.locator("main")).to_contain_text(QUESTION)
    is_fine(citizen.page, "whole-way-result")
    the_supporter_reads_it_all(citizen, haneul, item)
    assert haneul.facts.one("SELECT count(*) FROM execution_progressnote WHERE execution_id = %s", execution)


def the_committee_chooses(
    come: Any, city: City, hands: Hands, moderator: Person, meeting: int, candidate: int
) -> None:
    """On the agenda, two secret votes, and what they came to."""
    page = moderator.page
    moderator.signs_in(city.url(f"/sign-in/?next=/desk/agenda/meetings/{meeting}/"), "moderator@example.org")
    page.select_option("[name=candidate]", str(candidate))
    moderator.presses("form[action$='/items/'] button")
    is_fine(page, "whole-way-desk-meeting")
    with page.expect_navigation():
        page.locator("main a", has_text=TITLE).first.click()
    item = int(page.url.rstrip("/").rsplit("/", 1)[-1])
    members = [come(), come()]
    for member, email in zip(members, MEMBERS, strict=True):
        member.signs_in(city.url(f"/sign-in/?next=/me/agenda/{meeting}/"), email)
    for others in ("against", "in_favour"):
        moderator.presses("button[name=way][value=here]")
        for member in members:
            votes_secretly(member)
        assert hands.do("the_others_vote", item=item, choice=others)["voted"] == 5
        moderator.presses("form[action*='/desk/agenda/votes/'] button")
    is_fine(members[0].page, "whole-way-table")
    is_fine(page, "whole-way-desk-item")
    # Nothing says how anybody voted: only the two totals stand there.
    page.check("[name=conclusion][value=accepted]")
    page.fill("#conclusion_reason", "많은 시민이 밤에 갈 곳을 찾습니다.")
    page.fill("[name=question]", QUESTION)
    page.select_option("[name=form]", "pro_con")
    page.fill("[name=opens_on]", city.facts.one("SELECT (now() AT TIME ZONE 'Asia/Seoul')::date::text"))
    moderator.presses("form[action$='/conclusion/'] button")
    public = members[1].page
    public.goto(city.url(f"/agenda/meetings/{meeting}/"))
    rows = public.locator("tbody tr")
    expect(rows.nth(0)).to_contain_text(re.compile(r"2\s+5"), use_inner_text=True)
    expect(rows.nth(1)).to_contain_text(re.compile(r"3\s+0"), use_inner_text=True)
    expect(public.locator("main")).to_contain_text(QUESTION)
    is_fine(public, "whole-way-meeting")


def votes_secretly(member: Person) -> None:
    member.page.reload()
    member.page.check("[name$=choice][value=in_favour]")
    member.presses("form[action$='/ballot/'] button")
    expect(member.page.locator("[name$=choice]")).to_have_count(0)


def people_say_what_they_think(come: Any, city: City, citizen: Person, debate: int) -> None:
    """The supporter is for it; the author has second thoughts."""
    citizen.page.goto(city.url(f"/debates/{debate}/"))
    expect(citizen.page.locator("h1")).to_contain_text(QUESTION)
    speaks(citizen, "pro", "퇴근하고 나면 갈 수 있는 도서관이 없습니다.")
    author = come()
    author.signs_in(city.url(f"/sign-in/?next=/debates/{debate}/"), "author@example.org")
    speaks(author, "other", "먼저 금요일 밤만 열어 보면 어떨까요?")
    expect(author.page.locator(".opinion", has_text="금요일 밤만")).to_be_visible()


def staff_tell_what_came_out(city: City, moderator: Person, debate: int) -> int:
    """The closing summary, then the report; returns its number."""
    page = moderator.page
    page.goto(city.url(f"/desk/debates/{debate}/conclusion/"))
    page.fill("[name=summary]", "열네 분이 말씀하셨고, 열 분이 찬성하셨습니다. 도로과가 답합니다.")
    moderator.presses("main form button.button")
    page.goto(city.url("/desk/results/"))
    moderator.presses(f"form[action$='/debates/{debate}/report/'] button")
    report = int(page.url.rstrip("/").rsplit("/", 1)[-1])
    moderator.presses("a[href$='/publication/']")
    moderator.presses("main form button.button")
    return report


def the_department_answers_and_plans(come: Any, city: City, item: int, request: int) -> int:
    """Adopted; then the plan, then the first report. Returns the execution's number."""
    officer = come(width=DESK)
    page = officer.page
    officer.signs_in(city.url(f"/sign-in/?next=/desk/answers/{request}/"), "respondent@example.org")
    page.check("[name=verdict][value=adopted]")
    page.fill("[name=body]", PROMISE)
    page.fill("[name=next_steps]", "내년 봄에 시작합니다.")
    officer.presses("[name=step][value=preview]")
    officer.presses("[name=step][value=publish]")
    execution = until(
        lambda: city.facts.one(
            "SELECT execution_id FROM execution_executionitem WHERE proposal_id = %s", item
        ),
        "what was adopted is carried out",
    )
    page.goto(city.url(f"/desk/execution/{execution}/plan/"))
    page.fill("[name=aims]", "도서관 세 곳에 밤 근무를 두고, 안전한 귀갓길을 만듭니다.")
    page.select_option("[name=department]", label="도로과")
    officer.presses("main form button.button")
    page.goto(city.url(f"/desk/execution/{execution}/report/"))
    page.fill("[name=body]", "첫 도서관의 밤 근무자를 뽑았습니다.")
    officer.presses("main form button.button")
    return int(execution)


def the_supporter_reads_it_all(citizen: Person, city: City, item: int) -> None:
    """By letter, in the list of news, how it is carried out, and the story from the first idea on."""
    page = citizen.page
    until(lambda: letters_about(city, "citizen@example.org", TITLE) >= 2, "the supporter has letters")
    page.goto(city.url(f"/inbox/{newest_letter(city, 'citizen@example.org')}/"))
    expect(page.locator("main")).to_contain_text(TITLE)
    page.goto(city.url("/me/notifications/"))
    expect(page.locator("main")).to_contain_text(TITLE)
    page.goto(city.url(f"/proposals/{item}/execution/"))
    expect(page.locator("main")).to_contain_text("첫 도서관의 밤 근무자를 뽑았습니다.")
    is_fine(page, "whole-way-execution")
    page.goto(city.url(f"/proposals/{item}/story/"))
    is_fine(page, "whole-way-story")
    the_stations_stand_in_order(page)


def the_stations_stand_in_order(page: Page) -> None:
    told = page.locator("[aria-labelledby=steps] li").all_inner_texts()
    places = []
    for words in (
        "제안을 올렸습니다",
        str(NEEDED),
        "의제 선정",
        "토론이 시작",
        "14",
        "답변: 채택",
        "추진 개요를 공개",
        "추진 현황",
    ):
        later = places[-1] + 1 if places else 0
        found = next((n for n, said in enumerate(told) if n >= later and words in said), None)
        assert found is not None, (words, told)
        places.append(found)
