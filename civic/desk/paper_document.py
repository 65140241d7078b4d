"""Sheets and posters as they are printed: everything on them comes from the rules in force and the item itself."""

from dataclasses import dataclass
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from civic.paper.models import PaperSheet, SheetKind
from civic.paper.typing import FIELDS, LABELS
from civic.processes.document import Rules
from civic.processes.queries import current_version
from civic.processes.words import Goal, Step, goals, promise_sentence, three_steps
from civic.proposals.models import Proposal
from platform_core.documents.letterhead import on_paper

STYLES = "desk/paper_print.css"
# In large type a row is twice as high.
LARGE_ROWS = 10


@dataclass(frozen=True, slots=True)
class Printed:
    """One document: `template` inside the page, and what it says."""

    template: str
    title: str
    context: dict[str, Any]
    large: bool

    def as_html(self) -> str:
        """Whole and by itself, styles within: for the program that draws PDFs, which asks nobody for anything."""
        found = finders.find(STYLES)
        with open(str(found), encoding="utf-8") as file:
            styles = file.read()
        context = {
            **self.context,
            "styles": mark_safe(styles),  # noqa: S308 our own file
            "part": self.template,
            "title": self.title,
            "large": self.large,
        }
        return on_paper("desk/paper/document.html", context)


def sheet_document(request: HttpRequest, sheet: PaperSheet, *, large: bool) -> Printed:
    """Rows for signatures, with what is signed, its number, and what happens with names and contacts."""
    rules = sheet.item.rules if sheet.item is not None else current_version().rules
    rows = min(sheet.rows, LARGE_ROWS) if large else sheet.rows
    context = {
        **_words(request, rules, sheet.item),
        "sheet": sheet,
        "columns": [LABELS[name] for name in FIELDS[sheet.kind] if name != "side"],
        "has_sides": sheet.kind == SheetKind.OPINION and sheet.debate is not None and sheet.debate.has_sides,
        "numbers": range(1, rows + 1),
    }
    return Printed("desk/paper/printed_sheet.html", f"{sheet.pk:06d}", context, large)


def poster_document(request: HttpRequest, item: Proposal, *, large: bool) -> Printed:
    context = _words(request, item.rules, item)
    return Printed("desk/paper/printed_poster.html", item.title, context, large)


def _words(request: HttpRequest, rules: Rules, item: Proposal | None) -> dict[str, Any]:
    """`goals` and `steps` as the published version says them; the square code leads to the item."""
    house = request.tenant  # type: ignore[attr-defined]
    path = reverse("portal:proposal", args=[item.pk]) if item is not None else reverse("portal:proposals")
    address = house.address(path)
    found: tuple[Goal, ...] = goals(rules)
    steps: tuple[Step, ...] = three_steps(rules)
    return {
        "house": house,
        "item": item,
        "rules": rules,
        "goals": [goal for goal in found if goal.sentence],
        "steps": steps,
        "promise": promise_sentence(rules.answer),
        "address": address,
        "qr": qr_code(address),
    }


def qr_code(address: str) -> SafeString:
    """An SVG without styles of its own; the address stands beside it in letters."""
    drawn = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 made here, of our own address
