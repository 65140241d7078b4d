"""Somebody who works here looks at people, and everybody concerned can read that they did."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.people.models import Role
from civic.privacy.looks import Shown, forget_old_looks, looks_at, note_look, sign_month, unsigned_months
from civic.privacy.models import Destruction, Look, LookReview
from civic.privacy.places import How, Place
from civic.privacy.schedules import LOOKS
from platform_core.access import Refused
from platform_core.events.models import Event

PAGE = "/desk/privacy/looks/"


@pytest.fixture
def admin(make_staff):
    return make_staff(Role.ADMINISTRATOR, name="박관리")


@pytest.fixture
def officer(make_staff):
    return make_staff(Role.MODERATOR, name="최상담")


def look(by, *people, at=None, how=How.SEEN, **more):
    shown = Shown(Place.COUNTER, how, **more)
    shown.add([one.pk for one in people])
    note_look(shown=shown, by=by, at=at or timezone.now())


def test_who_was_opened_at_the_counter_reads_by_whom_and_nobody_else_does(
    haneul, visit, officer, make_citizen
):
    kim, lee = make_citizen("김하나"), make_citizen("이두리")
    desk = visit(haneul, as_=officer)
    assert desk.get(f"/desk/confirmations/{kim.pk}/").status_code == 200
    row = Look.objects.get()
    assert (row.by, row.role, row.place, row.people, row.how) == (
        officer,
        "moderator",
        "counter",
        [kim.pk],
        "seen",
    )
    assert officer.name in visit(haneul, as_=kim).get("/me/data/looks/").content.decode()
    assert officer.name not in visit(haneul, as_=lee).get("/me/data/looks/").content.decode()


def test_a_page_costs_one_insert_and_one_that_only_leads_on_none(haneul, visit, officer, citizen):
    desk = visit(haneul, as_=officer)
    desk.post("/desk/confirmations/", {"email": citizen.email})
    assert not Look.objects.exists()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk.get(f"/desk/confirmations/{citizen.pk}/")
    assert [
        one["sql"].startswith("INSERT") for one in asked.captured_queries if "privacy_look" in one["sql"]
    ] == [True]


def test_nobody_is_written_down_for_looking_at_oneself(haneul, officer):
    look(officer, officer)
    assert not Look.objects.exists()


def test_the_log_cannot_be_changed_and_is_destroyed_after_two_years_only(haneul, officer, citizen):
    now = timezone.now()
    look(officer, citizen, at=now)
    look(officer, citizen, at=now - LOOKS * 1.01)
    for wrong in (lambda: Look.objects.update(people=[]), Look.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    assert Look.objects.count() == 2
    assert (forget_old_looks(at=now), forget_old_looks(at=now)) == (1, 0)
    assert Look.objects.get().at == now and Destruction.objects.get().kind == "looks"


def test_a_month_is_signed_by_name_once_and_only_when_it_is_over(haneul, visit, admin, officer, citizen):
    now = timezone.now()
    first = timezone.localdate(now).replace(day=1)
    before = (first - timezone.timedelta(days=1)).replace(day=1)
    look(
        officer, citizen, at=timezone.make_aware(timezone.datetime(before.year, before.month, 10)), reason=""
    )
    look(officer, citizen, at=now)
    assert unsigned_months(at=now) == [before]
    for wrong in ((admin, first), (officer, before)):
        with pytest.raises(Refused):
            sign_month(month=wrong[1], words="", by=wrong[0], at=now)
    page = visit(haneul, as_=admin)
    assert page.post(PAGE, {"month": f"{before:%Y-%m}", "words": "이상 없음"}).status_code == 302
    review = LookReview.objects.get()
    assert (review.signed_as, review.words, review.looks, review.month) == ("박관리", "이상 없음", 1, before)
    assert "이상 없음" in page.get(PAGE, {"month": f"{before:%Y-%m}"}).content.decode()
    assert page.post(PAGE, {"month": f"{before:%Y-%m}"}).status_code == 422
    assert Event.objects.filter(kind="privacy.looks.reviewed").count() == 1


def test_the_log_is_the_administrators_and_nobody_elses(
    haneul, bada, visit, officer, admin, neighbour, citizen
):
    look(officer, citizen)
    assert visit(haneul, as_=officer).get(PAGE).status_code == 403
    assert visit(haneul, as_=citizen).get(PAGE).status_code == 404
    assert visit(haneul, as_=neighbour).get(PAGE).status_code == 302
    page = visit(haneul, as_=admin).get(PAGE, {"how": "seen", "by": officer.pk})
    assert officer.name in page.content.decode() and list(looks_at(citizen))
    for odd in ("2026-13", "x", "99999-01", "2026-1'"):
        assert visit(haneul, as_=admin).get(PAGE, {"month": odd}).status_code == 200


def test_a_list_taken_along_says_what_for(haneul, officer, make_citizen):
    kim = make_citizen("김하나")
    look(officer, kim, how=How.TAKEN, reason="출석 확인")
    assert list(looks_at(kim).values_list("how", "reason")) == [("taken", "출석 확인")]
