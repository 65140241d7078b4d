"""Institutions compare themselves, and none can be recognised."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from civic.people.models import Role
from tenants.context import public
from tenants.models import Institution, Standing
from tenants.watching.benchmarks import K, compared
from tenants.watching.models import Figures


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def others(haneul, bada, now):
    """Three counties and six cities that take part; each answered 80 of 100 in time."""
    with public():
        Figures.objects.all().delete()
        made = []
        for number, kind in enumerate(["county"] * 3 + ["city"] * 6):
            house = Institution.objects.create(
                name=f"기관 {number}", kind=kind, standing=Standing.OPEN, settings={"compares": True}
            )
            Figures.objects.create(
                institution=house, as_of=now, year_as_of=now, answered_year=100, in_time_year=80
            )
            made.append(house)
    return made


def in_time(institution, now):
    return compared(institution, at=now)[0]


def test_of_fewer_than_five_nothing_is_told(others, now):
    with public():
        Figures.objects.exclude(institution__in=others[: K - 1]).delete()
    row = in_time(None, now)
    assert row.every.houses == K - 1 and row.every.mean is None
    assert all(cell.mean is None for cell in row.kinds.values())


def test_what_is_hidden_cannot_be_worked_out_from_the_rest(others, now):
    """Six cities less nine institutions would tell of three counties."""
    row = in_time(None, now)
    assert row.every.mean == 80
    assert row.kinds["county"].mean is None and row.kinds["city"].mean is None


def test_one_is_not_among_those_one_is_compared_with(others, now):
    city = others[-1]
    with public():
        Figures.objects.filter(pk=city.pk).update(in_time_year=0)
    row = in_time(city, now)
    assert (row.own, row.every.mean, row.every.houses) == (0, 80, 8)
    # Of its own kind there are five others; the three counties would be what is left.
    assert row.same_kind.houses == 5 and row.same_kind.mean is None


def test_fewer_than_ten_cases_do_not_count(others, now):
    with public():
        Figures.objects.filter(pk__in=[one.pk for one in others[:6]]).update(answered_year=9, in_time_year=9)
    assert in_time(None, now).every.mean is None


@pytest.mark.parametrize(
    "changes", [{"settings": {}}, {"standing": Standing.SUSPENDED}], ids=["not taking part", "suspended"]
)
def test_only_those_that_take_part_and_are_open_are_counted(others, now, changes):
    with public():
        Institution.objects.filter(pk__in=[one.pk for one in others[:5]]).update(**changes)
    assert in_time(None, now).every.houses == 4


def test_old_numbers_do_not_count(others, now):
    assert in_time(None, now + timedelta(days=4)).every.houses == 0


def test_an_administrator_chooses_to_take_part_and_no_longer(haneul, visit, make_staff, others, now):
    moderator = visit(haneul, as_=make_staff(Role.MODERATOR))
    assert moderator.post("/desk/comparison/", {"takes_part": "yes"}).status_code == 403
    desk = visit(haneul, as_=make_staff())
    before = desk.get("/desk/comparison/")
    assert before.context["rows"] == []
    desk.post("/desk/comparison/", {"takes_part": "yes"})
    page = desk.get("/desk/comparison/")
    assert page.context["rows"][0].every.mean == 80
    assert "기관 0" not in page.content.decode()
    desk.post("/desk/comparison/", {"takes_part": "no"})
    assert desk.get("/desk/comparison/").context["rows"] == []


def test_operators_read_it_at_the_console(others, visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    assert "기관 0" not in visit(None, as_=operator).get("/benchmarks/").content.decode()
