"""What this room writes into an institution's design: its departments."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from civic.people.actions import add_department, hide_department, rename_department, show_department
from civic.people.models import Department
from tenants.designs.reading import fields, rows_of, text
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution

LONGEST_NAME = 60


def read(institution: Institution) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "name": one.name, "is_active": None if one.is_active else False}
        for one in Department.objects.order_by("position", "name", "pk")
    ]


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    rows, faults = rows_of(value, "code")
    yield from faults
    for number, row in enumerate(rows):
        yield from fields(row, str(number), needed={"code": str, "name": str}, optional={"is_active": bool})
        yield from text(row, "name", str(number), longest=LONGEST_NAME)
        if not is_code(row.get("code")):
            yield Fault(
                f"{number}.code", _("A code has Latin letters, digits, hyphens and underlines: at most 30.")
            )


def is_code(said: Any, longest: int = 30) -> bool:
    try:
        validate_slug(str(said))
    except ValidationError:
        return False
    return len(str(said)) <= longest


def changes(value: list[Mapping[str, Any]], institution: Institution) -> Iterator[Change]:
    """One with the same code is the same department, whatever it is called."""
    there = {one.code: one for one in Department.objects.order_by("pk")}
    for row in value:
        known, name, is_active = there.get(row["code"]), row["name"], row.get("is_active", True)
        if known is None:
            yield Change(
                _("The department “%s” is added.") % name, partial(_add, row["code"], name, is_active)
            )
            continue
        if known.name != name:
            yield Change(
                _("The department “%(old)s” is called “%(new)s”.") % {"old": known.name, "new": name},
                partial(_rename, known, name),
            )
        if known.is_active != is_active:
            sentence = (
                _("The department “%s” can be chosen.") if is_active else _("The department “%s” is hidden.")
            )
            yield Change(sentence % name, partial(_show if is_active else _hide, known))


def _add(code: str, name: str, is_active: bool, at: Any, by: Any) -> None:
    added = add_department(name=name, code=code, by=None, at=at)
    if not is_active:
        hide_department(department=added, by=None, at=at)


def _rename(department: Department, name: str, at: Any, by: Any) -> None:
    rename_department(department=department, name=name, by=None, at=at)


def _show(department: Department, at: Any, by: Any) -> None:
    show_department(department=department, by=None, at=at)


def _hide(department: Department, at: Any, by: Any) -> None:
    hide_department(department=department, by=None, at=at)


SECTION = Section("departments", read, check, changes)
