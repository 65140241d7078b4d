"""A city buys by invoice: ordered, billed, paid by a transfer that two people saw, changed and renewed."""

from datetime import date

import pytest
import time_machine
from django.utils import translation
from django.utils.formats import date_format

from billing.carrying_out import carry_out
from billing.coupons import make_coupon
from billing.dunning import dun
from billing.models import Coupon, Invoice, Order, Transfer
from billing.money import parse_amount, told
from billing.ordering import Asked, place_order, print_of
from billing.plans import publish_version
from billing.terms import turn_terms
from billing.transfers import confirm_transfer, mark_transfer, reject_transfer
from platform_core.access import Refused
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants.actions import reopen
from tenants.context import public
from tests.billing.conftest import NOON, days, held_by, order, version_of
from tests.fixtures.people import new_staff

pytestmark = pytest.mark.usefixtures("haneul")


def bills_of(institution):
    with public():
        return list(Invoice.objects.filter(institution=institution).order_by("pk"))


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.verdict.code


def again(institution):
    """As the database has it now."""
    with public():
        institution.refresh_from_db()


def pay(bill, operators, at=NOON):
    one, two = operators
    marked = mark_transfer(
        invoice=bill,
        amount=bill.total,
        currency=bill.currency,
        came_on=at.date(),
        reference="하늘시",
        by=one,
        at=at,
    )
    return confirm_transfer(transfer=marked, by=two, at=at)


def test_a_year_is_ordered_billed_with_tax_and_begins_at_once(haneul):
    order(haneul, seats=3)
    held, (bill,) = held_by(haneul), bills_of(haneul)
    assert (held.state, held.term_starts_on, held.term_ends_on) == (
        "active",
        date(2026, 3, 2),
        date(2027, 3, 2),
    )
    assert (bill.net, bill.vat, bill.total) == (12_144_000, 1_214_400, 13_358_400)
    assert bill.due_on == date(2026, 4, 1) and bill.buyer["name"] == "하늘시"
    again(haneul)
    assert haneul.entitlements["staff"] == 303


def test_a_form_sent_again_orders_once_and_an_older_page_nothing(haneul, bada):
    seen = print_of(held_by(haneul))
    first = order(haneul, key="k1", seen=seen)
    again = order(haneul, key="k1", seen=seen)
    assert first.pk == again.pk and len(bills_of(haneul)) == 1
    assert refused(order, haneul, "change", "metropolitan", seen=seen) == "changed_meanwhile"
    assert refused(order, bada, key="k1") == "key_taken"
    assert len(bills_of(haneul)) == 1


def test_numbers_have_no_gap_even_where_a_bill_was_not_written(haneul, bada):
    order(haneul)
    assert refused(order, bada, "subscribe", "city", coupon="NONE") == "unknown_coupon"
    order(bada)
    with public():
        numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_operators_pay_a_bill_and_one_alone_does_not(haneul, operators):
    one, two = operators
    order(haneul)
    (bill,) = bills_of(haneul)
    told_of = {"invoice": bill, "came_on": NOON.date(), "reference": "이체", "by": one, "at": NOON}
    assert refused(mark_transfer, amount=bill.total - 1, currency="KRW", **told_of) == "wrong_amount"
    assert refused(mark_transfer, amount=bill.total, currency="USD", **told_of) == "wrong_currency"
    ahead = {**told_of, "came_on": date(2026, 3, 3)}
    assert refused(mark_transfer, amount=bill.total, currency="KRW", **ahead) == "future_date"
    slip = mark_transfer(amount=bill.total, currency="KRW", **told_of)
    assert refused(mark_transfer, amount=bill.total, currency="KRW", **told_of) == "marked_already"
    assert reject_transfer(transfer=slip, by=one, at=NOON)
    marked = mark_transfer(amount=bill.total, currency="KRW", **told_of)
    assert refused(confirm_transfer, transfer=marked, by=one, at=NOON) == "same_person"
    assert confirm_transfer(transfer=marked, by=two, at=NOON)
    assert refused(confirm_transfer, transfer=marked, by=two, at=NOON) == "confirmed"
    with public():
        bill.refresh_from_db()
    assert (bill.state, bill.paid_at) == ("paid", NOON)
    assert refused(mark_transfer, amount=bill.total, currency="KRW", **told_of) == "not_due"
    with public():
        assert Transfer.objects.filter(confirmed_at__isnull=False).count() == 1


def test_more_is_paid_for_the_rest_of_the_term_and_less_begins_with_the_next(haneul):
    order(haneul, plan="county")
    later = NOON + days(73)
    assert refused(order, haneul, "change", "trial", at=later) == "costs_less"
    order(haneul, "change", "city", at=later)
    rest = bills_of(haneul)[-1]
    assert rest.net == 12_000_000 * 292 // 365 - 4_800_000 * 292 // 365
    assert held_by(haneul).version.plan.code == "city"
    order(haneul, "change_at_end", "county", at=later)
    assert held_by(haneul).version.plan.code == "city"
    turn_terms(at=NOON + days(340))
    assert bills_of(haneul)[-1].net == 4_800_000
    turn_terms(at=NOON + days(340))
    turn_terms(at=NOON + days(365))
    assert held_by(haneul).version.plan.code == "county" and len(bills_of(haneul)) == 3
    assert held_by(haneul).term_ends_on == date(2028, 3, 2)


def test_the_bill_for_the_next_term_follows_what_is_ordered_until_it_is_paid(haneul, operators):
    order(haneul, plan="county", coupon=new_coupon(bills=2).code)
    pay(bills_of(haneul)[0], operators)
    late = NOON + days(340)
    turn_terms(at=late)
    order(haneul, "change", "city", at=late)
    assert [one.state for one in bills_of(haneul)] == ["paid", "void", "due"]
    turn_terms(at=late)
    assert bills_of(haneul)[-1].net == 9_000_000
    order(haneul, "cancel", None, at=late)
    turn_terms(at=late)
    assert [one.state for one in bills_of(haneul)] == ["paid", "void", "due", "void"]
    order(haneul, "resume", None, at=late)
    turn_terms(at=late)
    renewal = bills_of(haneul)[-1]
    assert (renewal.net, renewal.state) == (9_000_000, "due")
    pay(renewal, operators, late)
    assert refused(order, haneul, "cancel", None, at=late) == "next_term_paid"
    assert refused(order, haneul, "change_at_end", "county", at=late) == "next_term_paid"
    # More can be had at once: for the rest of this term, and the next that is paid.
    order(haneul, "change", "metropolitan", at=late)
    more = bills_of(haneul)[-1]
    assert more.net == 36_000_000 * 25 // 365 - 12_000_000 * 25 // 365 + 24_000_000
    assert more.period_ends_on == date(2028, 3, 2)
    turn_terms(at=NOON + days(365))
    assert held_by(haneul).version.plan.code == "metropolitan" and bills_of(haneul)[-1] == more


def test_a_cancelled_contract_ends_announced_and_one_that_is_paid_anew_opens_the_site_at_once(
    haneul, operators, visit, books
):
    order(haneul)
    order(haneul, "cancel", None)
    assert held_by(haneul).cancels_at_end
    order(haneul, "resume", None)
    assert not held_by(haneul).cancels_at_end
    order(haneul, "cancel", None)
    stands = []
    for after in (334, 335, 336, 358, 365, 366, 372, 378, 379):
        turn_terms(at=NOON + days(after))
        again(haneul)
        stands.append((held_by(haneul).state, haneul.standing))
    assert stands == [("active", "open")] * 4 + [("ended", "open")] * 4 + [("ended", "read_only")]
    with public():
        said = Event.objects.filter(subject_id=haneul.pk, kind__startswith="billing.subscription").order_by(
            "pk"
        )
        assert [(one.kind.rpartition(".")[2], one.data.get("days")) for one in said] == [
            ("ending", 30),
            ("ending", 7),
            ("ended", None),
            ("ending", 7),
            ("closed", None),
        ]
        assert OutboundMail.objects.filter(to=operators[0].email, dedupe_key__startswith="end-").count() == 4
    # What was owed for the year that is over is paid: the contract is over all the same.
    late = NOON + days(400)
    pay(bills_of(haneul)[0], operators, late)
    again(haneul)
    assert haneul.standing == "read_only"
    with time_machine.travel(late, tick=False):
        console = visit(None, as_=books[0])
        address = f"/institutions/{haneul.pk}/contract-order/"
        costs = console.get(address, {"version": version_of("county").pk, "seats": 0})
        assert "₩5,280,000" in costs.content.decode()
        hidden = {name: costs.context[name] for name in ("key", "seen")} | costs.context["asked"]
        assert console.post(address, hidden).status_code == 302
        # Its administrators read who has ordered for them.
        page = visit(haneul, as_=new_staff()).get("/desk/plan/")
        assert books[0].name in page.context["on_behalf"]["by"] and books[0].name in page.content.decode()
    again(haneul)
    assert (held_by(haneul).state, haneul.standing) == ("active", "read_only")
    pay(bills_of(haneul)[-1], operators, late)
    again(haneul)
    assert haneul.standing == "open"


def test_a_clock_that_stood_still_says_that_a_contract_ended_before_it_closes_the_site(haneul):
    order(haneul)
    order(haneul, "cancel", None)
    late = NOON + days(500)
    stands = []
    for after in (0, 1, 7):
        turn_terms(at=late + days(after))
        again(haneul)
        stands.append(haneul.standing)
    assert stands == ["open", "open", "read_only"]
    # An operator gives it more time: the next hour does not take that back.
    reopen(institution=haneul, at=late + days(8))
    turn_terms(at=late + days(9))
    again(haneul)
    assert haneul.standing == "open"


def new_coupon(**more):
    with public():
        return Coupon.objects.create(code="OPEN26", percent=25, **more)


def test_a_coupons_last_day_is_the_operators(haneul, bada, settings):
    settings.CONSOLE_TIME_ZONE = "America/Los_Angeles"
    last = NOON.date() - days(1)
    with pytest.raises(Refused):
        make_coupon(code="OVER", percent=10, at=NOON, ends_on=last - days(1))
    make_coupon(code="LAST", percent=10, at=NOON, ends_on=last)
    order(haneul, coupon="LAST")
    assert bills_of(haneul)[0].net == 10_800_000
    settings.CONSOLE_TIME_ZONE = "Asia/Seoul"
    make_coupon(code="OTHER", percent=10, at=NOON, ends_on=NOON.date())
    assert refused(order, bada, coupon="OTHER", at=NOON + days(1)) == "coupon_over"


def test_a_coupon_takes_off_once_and_is_used_up(haneul, bada):
    with public():
        Coupon.objects.create(code="OPEN26", percent=25, ends_on=date(2026, 12, 31))
    order(haneul, coupon="open26")
    assert bills_of(haneul)[0].net == 9_000_000
    assert refused(order, bada, coupon="OPEN26") == "coupon_over"
    turn_terms(at=NOON + days(340))
    assert bills_of(haneul)[1].net == 12_000_000


def test_a_contract_made_for_one_is_offered_to_no_other(haneul, bada):
    with public():
        own = publish_version(
            plan=version_of("city").plan,
            price=9_990_000,
            entitlements={"budgets": False},
            institution=haneul,
            at=NOON,
        )
    assert refused(order, bada, version=own) == "not_offered"
    order(haneul, version=own)
    assert bills_of(haneul)[0].net == 9_990_000
    assert version_of("city").pk != own.pk


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("-1", "KRW", "negative_amount"),
        ("10.5", "KRW", "fraction_of_unit"),
        ("1.005", "USD", "fraction_of_unit"),
        ("many", "KRW", "not_an_amount"),
        ("1e9", "KRW", "not_an_amount"),
        ("９９", "KRW", "not_an_amount"),
        ("999999999999999", "KRW", "amount_too_large"),
    ],
)
def test_a_sum_that_cannot_be_is_refused(text, currency, code):
    assert refused(parse_amount, text, currency) == code


def test_won_have_no_decimals_and_cents_do():
    assert (parse_amount("4,800,000원", "KRW"), parse_amount("12.50", "USD")) == (4_800_000, 1_250)
    assert (told(4_800_000, "KRW"), told(1_250, "USD")) == ("₩4,800,000", "US$12.50")
    assert told(-1_000, "KRW") == "−₩1,000"


def test_an_unpaid_bill_is_announced_takes_from_staff_then_from_the_site_and_all_comes_back(
    haneul, operators
):
    """Renewed and not paid: the old term is over, so the site closes; paid, all of it is open in the same moment."""
    order(haneul)
    pay(bills_of(haneul)[0], operators)
    turn_terms(at=NOON + days(340))
    turn_terms(at=NOON + days(365))
    bill = bills_of(haneul)[1]
    seen = []
    for after in (-8, -7, 1, 14, 23, 29, 30, 46, 59, 60):
        dun(at=NOON + days((bill.due_on - NOON.date()).days + after))
        again(haneul)
        now = (haneul.entitlements.get("staff_may_write", True), haneul.standing)
        if not seen or seen[-1][1:] != now:
            seen.append((after, *now))
    assert seen[1:] == [(30, False, "open"), (60, False, "read_only")]
    with public():
        steps = list(bill.notices.order_by("at", "pk").values_list("step", flat=True))
    assert steps == [
        "due_soon",
        "reminder",
        "warning",
        "last_warning",
        "staff_read_only",
        "site_announced",
        "site_read_only",
    ]
    pay(bill, operators, NOON + days(460))
    again(haneul)
    assert (haneul.entitlements.get("staff_may_write", True), haneul.standing) == (True, "open")
    assert dun(at=NOON + days(461)) == 0


def test_a_clock_that_stood_still_announces_before_it_takes(haneul):
    order(haneul)
    late = NOON + days(400)
    dun(at=late)
    again(haneul)
    assert haneul.entitlements.get("staff_may_write", True)
    dun(at=late + days(7))
    again(haneul)
    assert not haneul.entitlements["staff_may_write"] and haneul.standing == "open"
    dun(at=late + days(14))
    again(haneul)
    assert haneul.standing == "read_only"


def test_administrators_and_operators_read_of_it_beforehand(haneul, operators, visit):
    order(haneul)
    dun(at=NOON + days(30 + 14))
    with public(), translation.override("en"):
        letters = set(OutboundMail.objects.values_list("to", flat=True))
        assert {one.email for one in operators} <= letters
    desk = visit(haneul, as_=new_staff())
    with time_machine.travel(NOON + days(30 + 15), tick=False):
        page = desk.get("/desk/plan/").content.decode()
        assert 'class="alert alert--bad"' in page and date_format(date(2026, 5, 1)) in page
    kinds = set(Event.objects.filter(kind="billing.invoice.dunned").values_list("data__step", flat=True))
    assert kinds == {"due_soon", "reminder", "warning"}


def test_an_operator_who_closed_a_site_for_another_reason_opens_it(haneul, operators):
    from tenants.actions import make_read_only

    order(haneul)
    make_read_only(institution=haneul, reason="점검", at=NOON)
    pay(bills_of(haneul)[0], operators)
    again(haneul)
    assert haneul.standing == "read_only"


def test_an_order_that_was_cut_short_is_taken_up_once(haneul, monkeypatch):
    from billing import carrying_out

    asked = Asked(version_id=version_of("city").pk)
    placed = place_order(institution=haneul, kind="subscribe", key="cut", asked=asked, at=NOON)
    with monkeypatch.context() as broken:
        broken.setattr(carrying_out, "_finish", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("power")))
        with pytest.raises(RuntimeError):
            carry_out(order=placed, at=NOON)
    assert held_by(haneul).state == "trial" and len(bills_of(haneul)) == 1
    assert carrying_out.carry_out_waiting(at=NOON) == 0  # leased: somebody may be at it
    assert carrying_out.carry_out_waiting(at=NOON + days(1)) == 1
    assert held_by(haneul).state == "active" and len(bills_of(haneul)) == 1
    with public():
        assert Order.objects.get(key="cut").state == "done"
