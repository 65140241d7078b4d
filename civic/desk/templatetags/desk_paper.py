"""One cell of a sheet that is being typed."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from civic.paper.typing import LABELS, TypedRow

register = template.Library()


@dataclass(frozen=True, slots=True)
class Cell:
    """`id` is its name in the form as well; `label` says the row too, as nobody sees the heads who hears it."""

    id: str
    value: str
    error: str
    label: str


@register.simple_tag
def cell(row: TypedRow, name: str) -> Cell:
    label = _("Row %(number)s, %(field)s") % {"number": row.number, "field": LABELS[name]}
    return Cell(f"row-{row.number}-{name}", row.values.get(name, ""), row.errors.get(name, ""), label)
