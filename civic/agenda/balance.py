"""균형: whom the members of a committee stand for, beside what was meant (guide A3-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from civic.agenda.models import AgeBand, Member, Sex


@dataclass(frozen=True, slots=True)
class Row:
    """One value of one quality: so many members have it, of `total`."""

    label: str
    count: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    rows: tuple[Row, ...]


def balance_of(members: Iterable[Member]) -> tuple[Table, ...]:
    """By sex, age, place and seat. No query; what nobody stated is told as such."""
    rows = list(members)
    return tuple(
        table
        for table in (
            _table(_("Sex"), [(str(label), value) for value, label in Sex.choices], rows, "sex"),
            _table(_("Age"), [(str(label), value) for value, label in AgeBand.choices], rows, "age"),
            _table(_("Where they live"), _found(rows, "region"), rows, "region"),
            _table(_("Seat"), _found(rows, "seat"), rows, "seat"),
            _table(_("Sub-committee"), _sub_committees(rows), rows, "sub_committee_id"),
        )
        if table.rows
    )


def _table(title: str, values: list[tuple[str, Any]], rows: list[Member], name: str) -> Table:
    counted = [(label, sum(getattr(one, name) == value for one in rows)) for label, value in values]
    return Table(title, tuple(Row(label, count, len(rows)) for label, count in counted if count))


def _found(rows: list[Member], name: str) -> list[tuple[str, Any]]:
    found = sorted({getattr(one, name) for one in rows})
    if not any(found):
        return []
    return [(value or _("not stated"), value) for value in found]


def _sub_committees(rows: list[Member]) -> list[tuple[str, Any]]:
    named = {one.sub_committee_id: one.sub_committee.name for one in rows if one.sub_committee}
    return [(name, pk) for pk, name in sorted(named.items())]
