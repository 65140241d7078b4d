"""An operator writes prices, contracts and coupons, and sees beforehand whom it touches."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from billing.carrying_out import carry_out
from billing.models import Coupon, Invoice, Plan, PlanVersion
from billing.ordering import Asked, place_order
from billing.plans import current_version, publish_version, withdraw_contract
from platform_core.access import Refused
from platform_core.events.models import Event
from tenants.context import public
from tests.billing.conftest import NOON, days, fresh, held_by, order, version_of
from tests.fixtures.people import new_staff


@pytest.fixture
def console(visit, books):
    with time_machine.travel(NOON, tick=False):
        yield visit(None, as_=books[0])


def form_of(page):
    """What a browser would send back: the fields as the page shows them."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    kept = {name: "" if value is None else value for name, value in shown.items() if value is not False}
    return {**kept, "seen": page.context["seen"]}


def test_a_new_version_is_previewed_with_whom_it_leaves_as_they_are_and_published_once(haneul, console):
    order(haneul)
    address = "/office/plans/city/version/"
    typed = form_of(console.get(address)) | {"price": "12,500,000", "staff": "250", "reason": "물가"}
    del typed["debates"]
    wrong = console.post(address, typed | {"price": "12.5원"})
    assert wrong.status_code == 422 and "12.5원" in wrong.content.decode()
    preview = console.post(address, typed)
    shown = preview.content.decode()
    assert "₩12,500,000" in shown and "하늘시" in shown
    assert {one.label for one in preview.context["differences"] if one.is_one} == {
        preview.context["differences"][place].label for place in (0, 2, 6)
    }
    assert version_of("city").price == 12_000_000
    twice = [console.post(address, typed | {"publish": "yes"}).status_code for _again in range(2)]
    assert twice == [302, 422]
    new = version_of("city")
    assert (new.price, new.entitlements["staff"], new.entitlements["debates"]) == (12_500_000, 250, False)
    held = held_by(haneul)
    assert held.version.number == new.number - 1 and fresh(haneul).entitlements["debates"]
    page = console.get("/office/plans/city/").content.decode()
    assert "하늘시" in page and "물가" in page


def test_a_plan_is_named_then_priced_then_offered(console, visit):
    assert console.post("/office/plans/new/", {"code": "city", "name": "시"}).status_code == 422
    assert console.post("/office/plans/new/", {"code": "New", "name": "시"}).status_code == 422
    made = console.post("/office/plans/new/", {"code": "school", "name": "학교", "name_en": "School"})
    assert made["Location"] == "/office/plans/school/version/"
    console.post("/office/plans/school/offering/", {"is_offered": "yes"})
    with public():
        assert not Plan.objects.get(code="school").is_offered
    typed = form_of(console.get("/office/plans/school/version/")) | {"price": "1,200,000", "reason": "새로"}
    assert console.post("/office/plans/school/version/", typed | {"publish": "yes"}).status_code == 302
    assert "학교" not in visit(None).get("/prices/").content.decode()
    console.post("/office/plans/school/offering/", {"is_offered": "yes"})
    console.post("/office/plans/school/name/", {"name": "학교와 교육청", "name_en": "School"})
    assert "학교와 교육청" in visit(None).get("/prices/").content.decode()
    assert version_of("school").entitlements["debates"]


def test_a_contract_for_one_is_found_by_it_alone_and_withdrawn_while_nobody_has_ordered_it(
    haneul, bada, console, visit
):
    desk, neighbour = visit(haneul, as_=new_staff()), visit(bada, as_=bada_staff(bada))
    address = f"/institutions/{haneul.pk}/contract/city/"
    typed = form_of(console.get(address)) | {"price": "9900000", "reason": "3년 약정", "publish": "yes"}
    assert console.post(address, typed).status_code == 302
    with public():
        own = PlanVersion.objects.get(institution=haneul)
        assert current_version(own.plan).pk != own.pk
    assert "₩9,900,000" in desk.get("/desk/plan/order/").content.decode()
    assert "₩9,900,000" not in neighbour.get("/desk/plan/order/").content.decode()
    assert "3년 약정" in console.get(f"/institutions/{haneul.pk}/contract/").content.decode()
    # A better one takes the place of the first.
    again = form_of(console.get(address)) | {"price": "9800000", "reason": "고침", "publish": "yes"}
    assert console.post(address, again).status_code == 302
    shown = desk.get("/desk/plan/order/").content.decode()
    assert "₩9,800,000" in shown and "₩9,900,000" not in shown
    with public():
        better = PlanVersion.objects.get(institution=haneul, price=9_800_000)
    # Ordered, and the gateway has not answered yet: it is ordered.
    ask = Asked(version_id=better.pk)
    placed = place_order(institution=haneul, kind="subscribe", key="held-up", asked=ask, at=NOON)
    with pytest.raises(Refused):
        withdraw_contract(version=better, at=NOON)
    carry_out(order=placed, at=NOON)
    console.post(f"/office/contracts/{better.pk}/withdrawal/")
    console.post(f"/office/contracts/{own.pk}/withdrawal/")
    with public():
        gone = dict(PlanVersion.objects.filter(institution=haneul).values_list("price", "withdrawn_at"))
    assert gone[9_800_000] is None and gone[9_900_000] == NOON


def bada_staff(bada):
    from tenants.context import institution_context

    with institution_context(bada):
        return new_staff(email="head@bada.example")


def test_a_coupon_is_made_told_apart_by_its_letters_and_withdrawn(haneul, bada, console):
    typed = {"code": "forum-26", "percent": "20", "bills": "1", "most_uses": "5"}
    assert console.post("/office/coupons/", typed | {"amount": "1000"}).status_code == 422
    assert console.post("/office/coupons/", typed | {"code": "포럼"}).status_code == 422
    assert console.post("/office/coupons/", typed | {"ends_on": "2026-03-01"}).status_code == 422
    assert console.post("/office/coupons/", typed).status_code == 302
    assert console.post("/office/coupons/", typed | {"code": "FORUM-26"}).status_code == 422
    order(haneul, coupon="Forum-26")
    with public():
        made = Coupon.objects.get()
    assert (made.code, made.uses) == ("FORUM-26", 1)
    console.post(f"/office/coupons/{made.pk}/withdrawal/")
    with pytest.raises(Exception, match="coupon|쿠폰"):
        order(bada, coupon="FORUM-26")


def test_a_trial_ends_on_another_day_and_never_on_one_that_is_over(haneul, bada, console):
    order(bada)
    address = f"/institutions/{haneul.pk}/contract/"
    late = console.post(address, {"ends_on": "2026-03-01"})
    assert late.status_code == 422 and "2026-03-01" in late.content.decode()
    assert console.post(address, {"ends_on": "2029-03-01"}).status_code == 422
    assert console.post(address, {"ends_on": "2026-06-30"}).status_code == 302
    assert held_by(haneul).trial_ends_on == date(2026, 6, 30)
    assert console.post(f"/institutions/{bada.pk}/contract/", {"ends_on": "2026-06-30"}).status_code == 422
    assert Event.objects.filter(kind="billing.trial.prolonged").count() == 1


def test_a_plan_that_is_no_longer_offered_is_not_ordered_and_whoever_has_it_stays(haneul, visit, console):
    order(haneul, plan="county")
    console.post("/office/plans/county/offering/", {"is_offered": "no"})
    with public():
        assert not Plan.objects.get(code="county").is_offered
    assert "₩4,800,000" not in console.get("/prices/").content.decode()
    assert held_by(haneul).version.plan.code == "county"
    assert "₩4,800,000" in visit(haneul, as_=new_staff()).get("/desk/plan/order/").content.decode()
    console.post("/office/plans/county/offering/", {"is_offered": "yes"})
    assert "₩4,800,000" in console.get("/prices/").content.decode()


def test_the_office_shows_what_came_in_what_is_owed_and_what_ends(haneul, bada, console):
    from billing.invoicing import pay_invoice
    from billing.models import Invoice, Subscription

    order(haneul, at=NOON - days(50))
    order(bada, plan="county", at=NOON - days(40))
    with public():
        first = Invoice.objects.get(institution=haneul)
        Subscription.objects.filter(institution=bada).update(
            term_ends_on=date(2026, 3, 20), cancels_at_end=True
        )
    pay_invoice(invoice=first, how="transfer", at=NOON - days(30))
    page = console.get("/office/").content.decode()
    for said in ("₩12,000,000", "₩5,280,000", "바다군"):
        assert said in page
    assert console.get("/office/accounting.csv").status_code == 200


def test_a_version_written_by_two_at_once_is_published_by_the_first(haneul, console):
    address = "/office/plans/county/version/"
    typed = form_of(console.get(address)) | {"price": "5000000", "reason": "두 사람", "publish": "yes"}
    publish_version(plan=version_of("county").plan, price=4_900_000, entitlements={}, at=NOON)
    late = console.post(address, typed)
    assert late.status_code == 422 and version_of("county").price == 4_900_000


def test_the_books_tell_the_day_by_the_clock_of_the_console(haneul, console):
    order(haneul)
    with public():
        Invoice.objects.update(state="paid", paid_at=datetime(2026, 3, 2, 16, tzinfo=UTC))
    told = b"".join(console.get("/office/accounting.csv").streaming_content).decode("utf-8-sig")
    assert "2026-03-03" in told
