"""Plan and bills as an administrator and two operators see them, and what the others see of it: nothing."""

from datetime import date
from io import BytesIO

import time_machine
from openpyxl import load_workbook

from billing.limits import warn
from billing.metering import measure
from billing.models import Invoice, Party, Subscription, UsageDay
from billing.ordering import print_of
from billing.trials_clock import turn_trials
from billing.usage import usage_in_month
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from platform_core.outbound.texts import forget_old_texts, note_text
from tenants.actions import make_read_only, set_entitlements
from tenants.context import public
from tenants.figures import count_api_request
from tests.billing.conftest import NOON, days, fresh, held_by, order, version_of
from tests.fixtures.people import new_staff


def latest():
    with public():
        return Invoice.objects.order_by("-pk").first()


def pay_at_the_console(visit, books, bill, at):
    one, two = books
    with time_machine.travel(at, tick=False):
        first, second = visit(None, as_=one), visit(None, as_=two)
        page = f"/office/bills/{bill.pk}/"
        wrong = first.post(page, {"amount": "1.5", "came_on": at.date(), "reference": "하늘시청"})
        assert wrong.status_code == 422 and "하늘시청" in wrong.content.decode()
        assert first.post(page, {"amount": f"{bill.total:,}", "came_on": at.date()}).status_code == 302
        with public():
            transfer = bill.transfers.get(rejected_at=None)
        first.post(f"/office/transfers/{transfer.pk}/confirmation/")
        with public():
            bill.refresh_from_db()
        assert bill.state == "due"
        assert bill.label in second.get("/office/").content.decode()
        second.post(f"/office/transfers/{transfer.pk}/confirmation/")
    with public():
        bill.refresh_from_db()
    assert bill.state == "paid"


def test_a_plan_is_ordered_once_and_its_bill_paid_by_two_and_what_was_typed_wrong_is_kept(
    haneul, visit, books
):
    """The whole year, in a browser: tests/e2e/test_a_contract.py."""
    administrator = new_staff()
    city = version_of("city")
    with time_machine.travel(NOON, tick=False):
        desk = visit(haneul, as_=administrator)
        assert desk.get("/desk/plan/").status_code == 200
        desk.post(
            "/desk/plan/party/",
            {"name": "하늘시청", "registration_number": "123", "contract_number": "제31호"},
        )
        kept = {"name": "하늘시청", "registration_number": "124-81-00998", "contract_number": "제2026-31호"}
        assert desk.post("/desk/plan/party/", kept).status_code == 302
        choice = {"version": city.pk, "seats": "2"}
        shown = desk.get("/desk/plan/order/", choice).content.decode()
        assert "₩13,305,600" in shown and latest() is None
        confirmed = {**choice, "key": "form-1", "seen": "", "when": "now"}
        assert [desk.post("/desk/plan/order/", confirmed).status_code for _again in range(2)] == [302, 302]
        bill = latest()
        assert (bill.total, bill.buyer["contract_number"]) == (13_305_600, "제2026-31호")
        assert bill.label in desk.get("/desk/plan/").content.decode()
    pay_at_the_console(visit, books, bill, NOON + days(3))


def test_two_tabs_order_once_and_what_was_typed_wrong_is_kept(haneul, visit):
    desk = visit(haneul, as_=new_staff())
    city, county = version_of("city"), version_of("county")
    seen = print_of(held_by(haneul))
    assert desk.post("/desk/plan/order/", {"version": city.pk, "seen": seen, "key": "a"}).status_code == 302
    late = desk.post("/desk/plan/order/", {"version": county.pk, "seen": seen, "key": "b", "when": "end"})
    assert late.status_code == 422 and held_by(haneul).next_version is None
    assert desk.get("/desk/plan/order/", {"version": "999999"}).status_code == 422
    assert desk.get("/desk/plan/order/", {"version": county.pk, "seats": "-3"}).status_code == 422
    cheaper = desk.get("/desk/plan/order/", {"version": county.pk})
    assert cheaper.status_code == 200 and 'value="now"' not in cheaper.content.decode()
    assert desk.post("/desk/plan/cancellation/", {"key": "c"}).status_code == 302
    assert held_by(haneul).cancels_at_end
    bad = desk.post("/desk/plan/party/", {"name": "하늘시청", "registration_number": "123-45-67890"})
    assert bad.status_code == 422 and "123-45-67890" in bad.content.decode()
    with public():
        assert not Party.objects.exists()


def test_nobody_else_sees_a_bill(haneul, bada, visit, neighbour, make_citizen):
    order(haneul)
    address = f"/desk/plan/bills/{latest().pk}.pdf"
    assert visit(bada, as_=neighbour).get(address).status_code == 404
    for who in (make_citizen(), new_staff("moderator")):
        assert visit(haneul, as_=who).get("/desk/plan/").status_code == 404
        assert visit(haneul, as_=who).post("/desk/plan/order/", {}).status_code == 404


def test_the_office_keeps_its_books_and_writes_what_the_tax_office_takes(haneul, visit, books):
    with public():
        Party.objects.create(
            institution=haneul,
            name="=하늘시청",
            registration_number="124-81-00998",
            contract_number="제2026-31호",
        )
    order(haneul)
    with time_machine.travel(NOON, tick=False):
        console = visit(None, as_=books[0])
        accounting = b"".join(console.get("/office/accounting.csv").streaming_content).decode("utf-8-sig")
        tax = b"".join(console.get("/office/tax-invoices.xlsx").streaming_content)
        assert console.get("/office/bills/?state=due").status_code == 200
    assert latest().label in accounting and '"13200000"' in accounting and ',"=' not in accounting
    sheet = load_workbook(BytesIO(tax))["엑셀업로드양식"]
    heads, row = ([cell.value for cell in line] for line in sheet.iter_rows(min_row=6, max_row=7))
    written = dict(zip(heads, row, strict=True))
    assert (len(heads), heads[0][:10], heads[-1]) == (59, "전자(세금)계산서 ", "영수(01),청구(02)")
    assert (written["공급받는자 등록번호"], written["작성일자"], written["비고"]) == (
        "1248100998",
        "20260302",
        "제2026-31호",
    )
    assert (
        (written["공급가액"], written["세액"])
        == (written["공급가액1"], written["세액1"])
        == (12_000_000, 1_200_000)
    )
    assert written["공급받는자 상호"] == "'=하늘시청" and row[-1] == "02"


def test_prices_are_read_by_everybody(db, visit):
    page = visit(None).get("/prices/").content.decode()
    assert "₩12,000,000" in page and "₩4,800,000" in page


def test_what_is_used_is_counted_again_without_being_added_and_said_at_80_and_100_percent(
    haneul, make_citizen, make_proposal
):
    administrator = new_staff(email="head@haneul.example")
    make_proposal(author=make_citizen(), at=NOON)
    for number in range(8):
        sent = OutboundMail.objects.create(
            to=f"a{number}@example.org", subject="소식", text="글", state="sent"
        )
        OutboundMail.objects.filter(pk=sent.pk).update(sent_at=NOON)
        count_api_request(NOON.date())
        note_text(at=NOON)
    note_text(at=NOON + days(1))
    first = measure(institution=haneul, day=NOON.date(), at=NOON)
    again = measure(institution=haneul, day=NOON.date(), at=NOON)
    assert (
        first == again
        and [first[name] for name in ("mails_per_month", "messages_per_month", "api_calls")] == [8] * 3
    )
    assert first["participants"] >= 1 and first["staff"] >= 1
    # Letters are forgotten after a while; what was counted stays.
    OutboundMail.objects.all().delete()
    forget_old_texts(before=NOON + days(1))
    measure(institution=haneul, day=NOON.date(), at=NOON + days(1))
    used = usage_in_month(haneul, NOON.date())
    assert (used["mails_per_month"], used["messages_per_month"]) == (8, 8)
    set_entitlements(institution=haneul, entitlements={"mails_per_month": 10}, at=NOON)
    assert warn(institution=haneul, at=NOON) == [("mails_per_month", 80)]
    assert warn(institution=haneul, at=NOON) == []
    set_entitlements(institution=haneul, entitlements={"mails_per_month": 8}, at=NOON)
    assert warn(institution=haneul, at=NOON) == [("mails_per_month", 100)]
    announce_pending()
    letters = OutboundMail.objects.filter(to=administrator.email).count()
    assert letters == 2
    with public():
        assert UsageDay.objects.filter(institution=haneul, meter="mails_per_month").count() == 1


def test_a_trial_ends_announced_and_takes_only_from_staff(haneul, visit):
    with public():
        Subscription.objects.filter(institution=haneul).update(trial_ends_on=date(2026, 5, 1))
    said = [turn_trials(at=NOON + days(day)) for day in (0, 46, 47, 57, 60, 76, 87, 90)]
    assert sum(said) == 5 and fresh(haneul).entitlements["staff_may_write"] is False
    assert visit(haneul).get("/").status_code == 200 and haneul.standing == "open"
    order(haneul, at=NOON + days(91))
    assert fresh(haneul).entitlements.get("staff_may_write", True)


def test_a_city_that_can_only_be_read_still_orders_again_and_says_to_whom_bills_go(haneul, visit):
    make_read_only(institution=haneul, reason="계약 종료", at=NOON)
    desk = visit(fresh(haneul), as_=new_staff())
    assert desk.post("/desk/plan/party/", {"name": "하늘시청"}).status_code == 302
    assert (
        desk.post("/desk/plan/order/", {"version": version_of("city").pk, "key": "again"}).status_code == 302
    )
    assert held_by(haneul).state == "active"
    assert desk.post("/desk/categories/new/", {"name": "공원"}).status_code not in (200, 302)
