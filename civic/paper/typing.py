"""What a typist's row must hold, by the kind of sheet: checked while the paper still lies there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.categories.models import Category
from civic.debates.models import Side
from civic.paper.models import PaperSheet, SheetKind
from civic.paper.recognising import Unrecognisable, known_by
from platform_core.text.fields import check_text
from platform_core.text.normalise import clean_line, clean_text

# What stands on the paper and cannot be read: typed so, the row is reported as not counted.
ILLEGIBLE = "?"
FIELDS: dict[str, tuple[str, ...]] = {
    SheetKind.SUPPORT: ("name", "contact"),
    SheetKind.PROPOSE: ("name", "contact", "title", "text", "category"),
    SheetKind.OPINION: ("name", "contact", "side", "text"),
}
LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "contact": gettext_lazy("Telephone, e-mail or date of birth"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "side": gettext_lazy("Side"),
    "category": gettext_lazy("Category"),
}
LONGEST = {"name": 50, "contact": 120, "title": 100, "text": 1_000, "side": 5, "category": 100}
# What may stay empty on a row; a file need not have a column for it.
OPTIONAL = frozenset({"category"})
# A proposal may be as long as one written online.
LONGEST_PROPOSAL = 10_000


@dataclass(slots=True)
class TypedRow:
    """As typed, cleaned where it could be; `errors` by field, each a sentence."""

    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values())


def fields_of(sheet: PaperSheet) -> tuple[str, ...]:
    """Without sides where the debate has none."""
    names = FIELDS[sheet.kind]
    if sheet.kind == SheetKind.OPINION and sheet.debate is not None and not sheet.debate.has_sides:
        return tuple(name for name in names if name != "side")
    return names


def check_row(sheet: PaperSheet, number: int, typed: Mapping[str, str]) -> TypedRow:
    """Never raises: what is wrong stands beside what was typed."""
    row = TypedRow(number, {})
    for name in fields_of(sheet):
        row.values[name] = _cleaned(sheet, name, typed.get(name, ""), row.errors)
    if row.is_empty:
        return row
    if "side" in row.values:
        row.values["side"] = _side(row)
    if row.values.get("category"):
        row.values["category"] = _category(row)
    _check_person(row)
    _check_words(sheet, row)
    return row


def _cleaned(sheet: PaperSheet, name: str, value: str, errors: dict[str, str]) -> str:
    most = LONGEST_PROPOSAL if sheet.kind == SheetKind.PROPOSE and name == "text" else LONGEST[name]
    try:
        return check_text(value, clean=clean_text if name == "text" else clean_line, max_characters=most)
    except ValidationError as error:
        errors[name] = " ".join(error.messages)
        return value[:20_000]


def _check_person(row: TypedRow) -> None:
    contact = row.values["contact"]
    if contact == ILLEGIBLE or row.errors.keys() & {"name", "contact"}:
        return
    try:
        known_by(row.values["name"], contact)
    except Unrecognisable as error:
        missing = "name" if contact and not row.values["name"] else "contact"
        row.errors[missing] = str(error)


def _check_words(sheet: PaperSheet, row: TypedRow) -> None:
    if sheet.kind == SheetKind.PROPOSE:
        for name in ("title", "text"):
            if not row.values[name]:
                row.errors.setdefault(name, _("A proposal needs a title and a text."))
        return
    debate = sheet.debate
    needs_words = debate is not None and (debate.reason_required or not debate.has_sides)
    if sheet.kind == SheetKind.OPINION and needs_words and not row.values["text"]:
        row.errors.setdefault("text", _("Here an opinion needs words."))


def _side(row: TypedRow) -> str:
    """As a key: 찬성 and “for” are typed as people say them."""
    said = row.values["side"].casefold()
    for side in Side:
        if said in (side.value, str(side.label).casefold(), *SPOKEN[side]):
            return side.value
    row.errors["side"] = _("For, against or other.")
    return row.values["side"]


def _category(row: TypedRow) -> str:
    """As a key: typed as its name or its key, of those that are offered."""
    said = "".join(row.values["category"].casefold().split())
    for key, name in Category.objects.filter(is_shown=True).values_list("key", "name"):
        if said in (key.casefold(), "".join(name.casefold().split())):
            return key
    row.errors["category"] = _("There is no such category. Leave it empty, and staff choose one.")
    return row.values["category"]


SPOKEN = {Side.PRO: ("찬성", "찬", "o"), Side.CON: ("반대", "반", "x"), Side.OTHER: ("기타", "other")}
