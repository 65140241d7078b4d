"""The verbs of a category. None deletes: what it classified keeps it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from civic.categories.models import Category
from civic.people.models import Department
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.ordering import move_in


class NameTaken(ValueError):
    """Another category has this name."""


@transaction.atomic
def add_category(
    *,
    name: str,
    default_department: Department | None,
    by: User | None,
    at: datetime,
    names: dict[str, str] | None = None,
    key: str = "",
) -> Category:
    """At the end of the list; without a `key` it gets one from its name. Raises NameTaken."""
    last = Category.objects.aggregate(last=Max("position"))["last"]
    category = Category(
        key=key or _free_key(name),
        name=name,
        names=names or {},
        position=0 if last is None else last + 1,
        default_department=default_department,
    )
    _save(category)
    record("categories.category.added", category, at=at, actor=by, name=name)
    return category


@transaction.atomic
def change_category(
    *,
    category: Category,
    name: str,
    is_shown: bool,
    default_department: Department | None,
    by: User | None,
    at: datetime,
    names: dict[str, str] | None = None,
) -> bool:
    """Rename, hide or show, or name the department that answers. False when nothing differs. Raises NameTaken."""
    locked = Category.objects.select_for_update().get(pk=category.pk)
    new = {
        "name": name,
        "is_shown": is_shown,
        "default_department_id": default_department.pk if default_department else None,
        **({} if names is None else {"names": names}),
    }
    before = {field: getattr(locked, field) for field in new}
    if before == new:
        return False
    for field, value in new.items():
        setattr(locked, field, value)
    _save(locked)
    record("categories.category.changed", locked, at=at, actor=by, before=before, after=new)
    return True


@transaction.atomic
def move_category(*, category: Category, up: bool, by: User | None, at: datetime) -> bool:
    """One place up or down. False when it is at that end already."""
    rows = list(Category.objects.select_for_update().order_by("position", "name"))
    if not move_in(rows, category, up=up):
        return False
    there = next(row.position for row in rows if row.pk == category.pk)
    record("categories.category.moved", category, at=at, actor=by, position=there)
    return True


def _save(category: Category) -> None:
    try:
        with transaction.atomic():
            category.save()
    except IntegrityError as error:
        raise NameTaken(category.name) from error


def _free_key(name: str) -> str:
    """A key for addresses: from the name where it has Latin letters, else numbered."""
    wish = slugify(name)[:30] or "category"
    taken = set(Category.objects.filter(key__startswith=wish).values_list("key", flat=True))
    if wish not in taken:
        return wish
    return next(key for number in range(2, len(taken) + 3) if (key := f"{wish}-{number}") not in taken)
