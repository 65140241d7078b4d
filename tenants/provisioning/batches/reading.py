"""Reading a table of orders as people save it from a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.designs.catalogue import KEYS
from tenants.designs.file import Design
from tenants.designs.ordering import order_from, shipped
from tenants.provisioning.hosts import look_of
from tenants.provisioning.looking import Look, letters_arrive, look_at
from tenants.provisioning.order import InstitutionOrder

LARGEST = 1_000_000  # bytes
MOST_ROWS = 500
LONGEST_CELL = 1_000
# The column, and what else its head may say (in small letters, without blanks).
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("기관명", "이름", "institution"),
    "address": ("주소", "host", "subdomain"),
    "administrator_email": ("관리자이메일", "이메일", "e-mail", "email"),
    "administrator_name": ("관리자이름", "관리자", "administrator"),
    "kind": ("종류", "유형"),
    "blueprint": ("설계도", "기관설계도"),
    "languages": ("언어", "language"),
    "time_zone": ("시간대", "timezone"),
    "country": ("나라", "국가"),
    "process_preset": ("규칙", "preset", "rules"),
    "theme": ("테마",),
    "plan": ("요금제",),
    "tagline": ("한줄소개", "소개"),
}
NEEDED = ("name", "address", "administrator_email")
PLAIN = (
    "name",
    "administrator_name",
    "kind",
    "time_zone",
    "country",
    "process_preset",
    "theme",
    "plan",
    "tagline",
)


class NoTable(ValueError):
    """The file as a whole cannot be read; the message is for people."""


@dataclass(frozen=True)
class JudgedRow:
    """`number` as a spreadsheet counts it. `faults`, `cautions`: in sentences, by column."""

    number: int
    given: Mapping[str, str]
    faults: Mapping[str, str]
    cautions: Mapping[str, str]


def judged_rows(content: bytes) -> list[JudgedRow]:
    """Every row with what is wrong with it. Raises NoTable. Writes nothing."""
    hosts: dict[str, int] = {}
    ask = _asked_once()
    judged = []
    for number, given in rows_in(content):
        faults, cautions = faults_of_row(given, ask)
        if not faults.get("address"):
            look = look_of(host_of(given))
            if look in hosts:
                faults["address"] = _("Too easily mistaken for row %d of this table.") % hosts[look]
            hosts.setdefault(look, number)
        judged.append(JudgedRow(number, given, faults, cautions))
    return judged


def rows_in(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Rows that say anything, by the names in COLUMNS. Raises NoTable."""
    if len(content) > LARGEST:
        raise NoTable(_("This file is too large: at most 1 MB."))
    lines = csv.reader(io.StringIO(_decoded(content), newline=""), delimiter=_delimiter(_decoded(content)))
    try:
        table = [[cell.strip() for cell in line] for line in lines]
    except csv.Error as error:
        raise NoTable(_("This is no table: %s") % error) from None
    heads = _heads(table[0] if table else [])
    rows = [
        (number, {name: line[at] for at, name in heads.items() if at < len(line)})
        for number, line in enumerate(table[1:], 2)
        if any(line)
    ]
    if not rows:
        raise NoTable(_("There is no row below the heads."))
    if len(rows) > MOST_ROWS:
        raise NoTable(_("At most %d rows at a time.") % MOST_ROWS)
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8, or what Korean spreadsheets write by themselves."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise NoTable(_("This file cannot be read as text. Save it as CSV (UTF-8)."))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _heads(line: list[str]) -> dict[int, str]:
    names = {alias: name for name, aliases in COLUMNS.items() for alias in (name, *aliases)}
    said = ["".join(head.casefold().split()) for head in line]
    heads = {at: names[head] for at, head in enumerate(said) if head in names}
    if missing := [name for name in NEEDED if name not in heads.values()]:
        words = {"missing": ", ".join(missing), "known": ", ".join(COLUMNS)}
        raise NoTable(_("The first row has no column for: %(missing)s. Known columns: %(known)s.") % words)
    if len(set(heads.values())) < len(heads):
        raise NoTable(_("Two columns of the first row say the same."))
    return heads


Ask = Callable[[str], tuple[Any, Any]]


def faults_of_row(
    given: Mapping[str, str], ask: Ask = letters_arrive
) -> tuple[dict[str, str], dict[str, str]]:
    """What is wrong with a row, and what should be looked at twice: by column."""
    long = {
        name: _("At most %d characters.") % LONGEST_CELL for name in given if len(given[name]) > LONGEST_CELL
    }
    missing = {name: _("This cannot be empty.") for name in NEEDED if not given.get(name)}
    if given.get("blueprint", "") not in ("", *KEYS):
        missing["blueprint"] = _("Unknown. Known here: %s.") % ", ".join(KEYS)
    if long or missing:
        return {**long, **missing}, {}
    look: Look = look_at(order_of(given), ask)
    return (
        {_column(name): str(sentence) for name, sentence in look.faults.items()},
        {_column(name): str(sentence) for name, sentence in look.cautions.items()},
    )


def _column(field: str) -> str:
    return {"host": "address"}.get(field, field)


def order_of(given: Mapping[str, str]) -> InstitutionOrder:
    """The order that a row without faults of form asks for."""
    design = shipped(given["blueprint"]) if given.get("blueprint") else Design()
    spoken = tuple(
        word.strip() for word in given.get("languages", "").replace(";", ",").split(",") if word.strip()
    )
    return order_from(
        design,
        host=host_of(given),
        administrator_email=given["administrator_email"],
        languages=spoken,
        **{name: given[name] for name in PLAIN if given.get(name)},
    )


def host_of(given: Mapping[str, str]) -> str:
    """The whole host, or a name before the platform's own."""
    said = given["address"].lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    return said if "." in said else f"{said}.{settings.BASE_HOST}"


def _asked_once() -> Ask:
    """Each domain once; and when nobody answers, nobody is asked again: a hundred rows must not wait an hour."""
    known: dict[str, tuple[Any, Any]] = {}
    silence: list[tuple[Any, Any]] = []

    def ask(address: str) -> tuple[Any, Any]:
        domain = address.rpartition("@")[2].casefold()
        if domain not in known:
            answer = silence[0] if silence else letters_arrive(address)
            if answer[1]:
                silence.append(answer)
            known[domain] = answer
        return known[domain]

    return ask


def table_of(rows: Iterator[Mapping[str, str]]) -> Iterator[list[str]]:
    for given in rows:
        yield [given.get(name, "") for name in COLUMNS]
