"""E_03: categories are added, changed and hidden at the desk, and never deleted."""

import pytest

from civic.categories.models import Category
from tests.parity.conftest import NOT_MODERATORS

LIST = "/desk/categories/"


@pytest.fixture
def desk(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


def to(category):
    return f"{LIST}{category.pk}/"


def test_a_category_is_added_with_its_name_and_stands_last(desk):
    assert desk.post(f"{LIST}new/", {"name": "반려동물", "is_shown": "on"}).status_code == 302
    made = Category.objects.get(name="반려동물")
    assert made == Category.objects.order_by("position").last()
    assert made.is_shown


def test_a_category_moves_in_the_list(desk, category):
    desk.post(f"{LIST}{category.pk}/place/", {"move": "down"})
    assert list(Category.objects.order_by("position")).index(Category.objects.get(pk=category.pk)) == 1


def test_two_categories_do_not_have_one_name(desk, category):
    before = Category.objects.count()
    page = desk.post(f"{LIST}new/", {"name": category.name, "is_shown": "on"})
    assert page.status_code == 422 and category.name in page.content.decode()
    assert Category.objects.count() == before


def test_a_category_gets_another_name(desk, category):
    desk.post(to(category), {"name": "다른 이름", "is_shown": "on"})
    category.refresh_from_db()
    assert category.name == "다른 이름"


def test_it_does_not_get_the_name_of_another(desk, category):
    other = Category.objects.exclude(pk=category.pk).first()
    assert desk.post(to(category), {"name": other.name, "is_shown": "on"}).status_code == 422
    assert Category.objects.get(pk=category.pk).name == category.name


def test_a_hidden_category_keeps_what_it_classified(desk, category, propose):
    proposal = propose(category=category)
    desk.post(to(category), {"name": category.name})
    category.refresh_from_db()
    proposal.refresh_from_db()
    assert not category.is_shown
    assert proposal.category == category


def test_there_is_no_category_to_change(desk):
    assert desk.post(f"{LIST}987654/", {"name": "없음", "is_shown": "on"}).status_code == 404


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_adds_or_changes_one(haneul, visit, somebody, category, who):
    visitor, before = visit(haneul, as_=somebody(who)), Category.objects.count()
    answers = [
        visitor.post(path, {"name": "몰래", "is_shown": "on"}).status_code
        for path in (f"{LIST}new/", to(category))
    ]
    assert set(answers) <= {403, 404}
    assert Category.objects.count() == before
    assert Category.objects.get(pk=category.pk).name == category.name
