"""What this room writes into an institution's design: its categories."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from civic.categories.actions import add_category, change_category
from civic.categories.models import Category
from civic.people.designing import is_code
from civic.people.models import Department
from tenants.designs.reading import fields, names_in, rows_of, text
from tenants.designs.sections import Change, Fault, Section
from tenants.models import Institution

LONGEST_NAME = 30


def read(institution: Institution) -> list[dict[str, Any]]:
    rows = Category.objects.select_related("default_department").order_by("position", "name", "pk")
    return [
        {
            "key": one.key,
            "name": one.name,
            "names": one.names or None,
            "is_shown": None if one.is_shown else False,
            "department": one.default_department.code if one.default_department else None,
        }
        for one in rows
    ]


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    rows, faults = rows_of(value, "key")
    yield from faults
    optional = {"names": dict, "is_shown": bool, "department": str}
    named: set[str] = set()
    departments = {
        str(one.get("code")) for one in rows_of(design.get("departments", []))[0] if isinstance(one, dict)
    }
    for number, row in enumerate(rows):
        yield from fields(row, str(number), needed={"key": str, "name": str}, optional=optional)
        yield from text(row, "name", str(number), longest=LONGEST_NAME)
        yield from names_in(row.get("names"), f"{number}.names", longest=LONGEST_NAME)
        if not is_code(row.get("key"), 40):
            yield Fault(
                f"{number}.key", _("A key has Latin letters, digits, hyphens and underlines: at most 40.")
            )
        if str(row.get("name")) in named:
            yield Fault(f"{number}.name", _("“%s” stands here twice.") % row["name"])
        named.add(str(row.get("name")))
        department = row.get("department")
        if "departments" in design and department is not None and str(department) not in departments:
            yield Fault(f"{number}.department", _("No department in this file has this code."))


def changes(value: list[Mapping[str, Any]], institution: Institution) -> Iterator[Change]:
    """One with the same key, or else the same name, is the same category."""
    everything = list(Category.objects.select_related("default_department").order_by("pk"))
    by_key = {one.key: one for one in everything}
    by_name = {one.name: one for one in everything}
    for row in value:
        known = by_key.get(row["key"]) or by_name.get(row["name"])
        if known is None:
            yield Change(_("The category “%s” is added.") % row["name"], partial(_add, row))
        elif _as_said(known, row) != _now(known):
            sentence = _("The category “%(old)s” becomes “%(new)s”: %(how)s.")
            words = {"old": known.name, "new": row["name"], "how": _how(row)}
            yield Change(sentence % words, partial(_change, known, row))


def _now(known: Category) -> tuple[Any, ...]:
    department = known.default_department.code if known.default_department else None
    return (known.name, known.names, known.is_shown, department)


def _as_said(known: Category, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What the file leaves out about names and department stays as it is."""
    now = _now(known)
    return (
        row["name"],
        row.get("names", now[1]),
        row.get("is_shown", True),
        row.get("department", now[3]),
    )


def _how(row: Mapping[str, Any]) -> str:
    shown = _("shown") if row.get("is_shown", True) else _("hidden")
    return ", ".join([shown, *(row.get("names") or {}).values(), *filter(None, [row.get("department")])])


def _department(row: Mapping[str, Any]) -> Department | None:
    return Department.objects.filter(code=row.get("department")).first() if row.get("department") else None


def _add(row: Mapping[str, Any], at: Any, by: Any) -> None:
    added = add_category(
        key=row["key"],
        name=row["name"],
        names=row.get("names"),
        default_department=_department(row),
        by=None,
        at=at,
    )
    if not row.get("is_shown", True):
        _change(added, row, at, by)


def _change(known: Category, row: Mapping[str, Any], at: Any, by: Any) -> None:
    change_category(
        category=known,
        name=row["name"],
        names=row.get("names"),
        is_shown=row.get("is_shown", True),
        default_department=_department(row) if "department" in row else known.default_department,
        by=None,
        at=at,
    )


SECTION = Section("categories", read, check, changes)
