"""What proposals are about: added, renamed, ordered, hidden; never deleted."""

import pytest
from django.utils import timezone

from civic.categories.actions import NameTaken, add_category, change_category, move_category
from civic.categories.models import Category
from platform_core.events.models import Event


def names():
    return list(Category.objects.values_list("name", flat=True))


def change(category, by, **new):
    wish = {"name": category.name, "is_shown": category.is_shown, "default_department": None} | new
    return change_category(category=category, **wish, by=by, at=timezone.now())


def test_a_new_category_stands_last(haneul, moderator):
    added = add_category(name="우주 산업", default_department=None, by=moderator, at=timezone.now())
    assert names()[-1] == "우주 산업"
    assert added.key
    assert Event.objects.get(kind="categories.category.added").actor == moderator


def test_two_categories_of_the_same_letters_get_different_keys(haneul, moderator):
    keys = {
        add_category(name=name, default_department=None, by=moderator, at=timezone.now()).key
        for name in ("우주", "바다", "Sky Park", "sky-park!")
    }
    assert len(keys) == 4


def test_a_name_that_exists_is_refused_and_nothing_breaks(haneul, moderator, category):
    with pytest.raises(NameTaken):
        add_category(name=category.name, default_department=None, by=moderator, at=timezone.now())
    other = Category.objects.exclude(pk=category.pk).first()
    with pytest.raises(NameTaken):
        change(other, moderator, name=category.name)
    assert Category.objects.get(pk=other.pk).name != category.name


def test_saving_without_a_change_records_nothing(moderator, category):
    assert not change(category, moderator)
    assert not Event.objects.filter(kind="categories.category.changed").exists()


def test_a_hidden_category_keeps_what_it_classified(moderator, category, propose):
    proposal = propose(category=category)
    assert change(category, moderator, is_shown=False)
    proposal.refresh_from_db()
    assert proposal.category == category


def test_a_category_moves_one_place(moderator, haneul):
    first, second, *rest = Category.objects.all()
    assert move_category(category=second, up=True, by=moderator, at=timezone.now())
    assert names() == [second.name, first.name, *[row.name for row in rest]]
    assert not move_category(category=second, up=True, by=moderator, at=timezone.now())
    assert not move_category(category=rest[-1], up=False, by=moderator, at=timezone.now())
