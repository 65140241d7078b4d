"""A year of a contract, and what follows when the next one is not paid.

Ordered, billed, paid by a transfer that two people saw, renewed, overdue, read-only, paid, open. Days pass by the office's
clock, which is told the time.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import DESK, Person
from tests.e2e.hands import Hands
from tests.e2e.scene import PASSWORD
from tests.e2e.test_operating import headline_of_a_sent_form, operator_at_the_console, six_digits
from tests.waiting import until

SECOND = "second@example.org"


@pytest.fixture
def hands(hands_in, stack) -> Hands:
    return hands_in(stack.goyo)


def test_a_year_is_ordered_paid_by_two_renewed_overdue_read_only_paid_and_open(come, stack, hands: Hands):
    goyo = stack.goyo
    administrator, citizen = come(), come()
    page = administrator.page
    administrator.signs_in(goyo.url("/sign-in/?next=/desk/plan/"), "admin@example.org")
    administrator.presses("main a[href='/desk/plan/order/']")
    page.locator("label", has_text="₩4,800,000").click()
    administrator.presses("main form button.button")
    expect(page.locator("main")).to_contain_text("₩5,280,000")
    administrator.presses("main form button.button")
    bills = page.locator("tbody a[href$='.pdf']")
    expect(bills).to_have_count(1)
    number = re.findall(r"20\d\d-\d{5}", bills.first.inner_text())[0]

    one, two = operators(come, stack, hands)
    paid_by_two(one, two, stack, number)
    page.reload()
    expect(page.locator("tbody tr", has_text=number).locator(".badge--good")).to_be_visible()

    hands.do("the_office_clock_comes_by", days=[340, 365])
    page.reload()
    expect(bills).to_have_count(2)
    renewed = re.findall(r"20\d\d-\d{5}", bills.first.inner_text())[0]
    assert renewed != number

    hands.do("the_office_clock_comes_by", days=[*range(372, 424, 7), 431, 438, 445])
    one.page.goto(stack.console("/office/bills/?state=due"))
    one.presses(f"main a:has-text('{renewed}')")
    expect(one.page.locator("#notices-head + ul li")).to_have_count(7)
    citizen.signs_in(goyo.url("/sign-in/?next=/proposals/new/"), "citizen@example.org")
    until(lambda: "고요면" in headline_of_a_sent_form(citizen), "the site is read, not written", seconds=10)
    answer = page.goto(goyo.url("/desk/plan/"))
    assert answer is not None and answer.status == 200
    expect(page.locator("main .alert--bad")).to_be_visible()

    paid_by_two(one, two, stack, renewed)
    until(lambda: "고요면" not in headline_of_a_sent_form(citizen), "all of it is open again", seconds=10)
    page.reload()
    expect(page.locator("main .alert--bad")).to_have_count(0)
    expect(page.locator("tbody .badge--good")).to_have_count(2)


def operators(come, stack, hands: Hands) -> tuple[Person, Person]:
    secret = hands.do("a_second_operator", email=SECOND)["secret"]
    one, two = operator_at_the_console(come(width=DESK), stack), come(width=DESK)
    two.signs_in(stack.console("/"), SECOND, PASSWORD)
    two.page.fill("[name=code]", six_digits(secret))
    two.presses("form:has([name=code]) button.button--large")
    return one, two


def paid_by_two(one: Person, two: Person, stack, number: str) -> None:
    """The first marks it and cannot confirm it; the second finds it waiting and does."""
    one.page.goto(stack.console("/office/bills/?state=due"))
    one.presses(f"main a:has-text('{number}')")
    one.presses("form:has([name=came_on]) button")
    expect(one.page.locator("form[action$='/confirmation/']")).to_have_count(0)
    two.page.goto(stack.console("/office/"))
    two.presses(f"main a:has-text('{number}')")
    two.presses("form[action$='/confirmation/'] button")
    expect(two.page.locator("main .badge--good").first).to_be_visible()
