"""What this room writes into an institution's design: its processes with the rules in force."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.people.designing import is_code
from civic.processes.actions import describe_process, found_process, publish_rules, take_new_items
from civic.processes.document import RulesError, parse_rules
from civic.processes.linting.plans import NOT_SOLD, is_promised, rooms_of
from civic.processes.models import Process
from civic.processes.presets import preset, preset_keys
from civic.processes.publishing import must_be_sound
from civic.processes.queries import PROPOSALS
from platform_core.text.toml import without_none
from tenants.designs.reading import fields, names_in, rows_of, text
from tenants.designs.sections import Change, Fault, Section
from tenants.entitlements import refused_rooms_here
from tenants.models import Institution

LONGEST_NAME = 60
LONGEST_SUMMARY = 300


def read(institution: Institution) -> list[dict[str, Any]]:
    """A process without published rules is still being written: it stays at home."""
    found = Process.objects.filter(current_version__isnull=False).select_related("current_version")
    return [_row(one) for one in found.order_by("position", "pk")]


def _row(process: Process) -> dict[str, Any]:
    version = process.current_version
    assert version is not None
    return {
        "key": process.key,
        "name": process.name,
        "names": process.names or None,
        "summary": process.summary or None,
        "summaries": process.summaries or None,
        "is_open": None if process.is_open else False,
        "preset": version.preset or None,
        "document": version.document,
    }


def check(value: Any, design: Mapping[str, Any]) -> Iterator[Fault]:
    rows, faults = rows_of(value, "key")
    yield from faults
    if not any(row.get("key") == PROPOSALS for row in rows):
        yield Fault("", _("One process must have the key “%s”: there citizens' proposals begin.") % PROPOSALS)
    optional = {"summary": str, "is_open": bool, "preset": str, "document": dict}
    optional |= {"names": dict, "summaries": dict}
    for number, row in enumerate(rows):
        yield from fields(row, str(number), needed={"key": str, "name": str}, optional=optional)
        yield from text(row, "name", str(number), longest=LONGEST_NAME)
        if "summary" in row:
            yield from text(row, "summary", str(number), longest=LONGEST_SUMMARY)
        yield from names_in(row.get("names"), f"{number}.names", longest=LONGEST_NAME)
        yield from names_in(row.get("summaries"), f"{number}.summaries", longest=LONGEST_SUMMARY)
        if not is_code(row.get("key"), 40):
            yield Fault(
                f"{number}.key", _("A key has Latin letters, digits, hyphens and underlines: at most 40.")
            )
        yield from _check_rules(row, str(number))


def _check_rules(row: Mapping[str, Any], path: str) -> Iterator[Fault]:
    chosen = row.get("preset")
    if chosen is not None and chosen not in preset_keys():
        yield Fault(f"{path}.preset", _("Unknown. Known here: %s.") % ", ".join(preset_keys()))
        return
    if not isinstance(row.get("document"), dict):
        if chosen is None:
            yield Fault(path, _("Rules are missing: name a preset, or write a document."))
        return
    try:
        must_be_sound(row["document"], timezone.now())  # noqa: TID251 - who reads a file has no moment to tell
    except RulesError as error:
        yield Fault(
            f"{path}.document.{error.path}" if error.path else f"{path}.document", str(error.sentence)
        )


def changes(value: list[Mapping[str, Any]], institution: Institution) -> Iterator[Change]:
    there = {one.key: one for one in Process.objects.select_related("current_version").order_by("pk")}
    for row in value:
        known = there.get(row["key"])
        if known is None and (refusal := _not_sold(row)) is not None:
            yield Change(_("“%(name)s”: %(sentence)s") % {"name": row["name"], "sentence": refusal})
            continue
        if known is None:
            yield Change(_("The process “%s” is opened with its rules.") % row["name"], partial(_found, row))
            continue
        name = row["name"]
        words = {
            "name": name,
            **{one: row.get(one, getattr(known, one)) for one in ("names", "summary", "summaries")},
        }
        if any(getattr(known, one) != said for one, said in words.items()):
            yield Change(
                _("The process “%(old)s” is described as “%(new)s”.") % {"old": known.name, "new": name},
                partial(_describe, known, words),
            )
        if known.is_open != row.get("is_open", True):
            is_open = row.get("is_open", True)
            sentence = _("“%s” takes new items.") if is_open else _("“%s” takes no new items any more.")
            yield Change(sentence % name, partial(_take, known, is_open))
        yield from _rules(known, row)


def _rules(known: Process, row: Mapping[str, Any]) -> Iterator[Change]:
    version, wanted = known.current_version, document_of(row)
    if version is not None and without_none(version.document) == without_none(wanted):
        return
    if (refusal := _not_sold(row)) is not None:
        yield Change(_("“%(name)s”: %(sentence)s") % {"name": known.name, "sentence": refusal})
        return
    if known.needs_two_people:
        yield Change(
            _("The rules of “%s” differ. Two people agree to rules there: write them in the desk.")
            % known.name
        )
        return
    yield Change(
        _("New rules are published for “%s”. What has begun keeps its own.") % known.name,
        partial(_publish, known, row),
    )


def _not_sold(row: Mapping[str, Any]) -> str | None:
    """Why its rules cannot be published here: they promise a room the plan does not hold (decision 20)."""
    refused = refused_rooms_here()
    for stage in parse_rules(document_of(row)).stages if refused else ():
        for room in rooms_of(stage) if is_promised(stage) else ():
            if (verdict := refused.get(room)) is not None and verdict.code == NOT_SOLD:
                return f"{verdict.sentence} {verdict.what_next}"
    return None


def document_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The document it says, or that of the preset it names."""
    return dict(row["document"]) if "document" in row else dict(preset(row["preset"]).document)


def _found(row: Mapping[str, Any], at: Any, by: Any) -> None:
    found_process(
        key=row["key"],
        name=row["name"],
        summary=row.get("summary", ""),
        names=row.get("names"),
        summaries=row.get("summaries"),
        is_open=row.get("is_open", True),
        document=document_of(row),
        preset=row.get("preset", ""),
        reason=_reason(),
        at=at,
    )


def _publish(known: Process, row: Mapping[str, Any], at: Any, by: Any) -> None:
    document, chosen = document_of(row), row.get("preset", "")
    publish_rules(process=known, document=document, reason=_reason(), preset=chosen, by=None, at=at)


def _describe(known: Process, words: Mapping[str, Any], at: Any, by: Any) -> None:
    describe_process(process=known, **words, by=None, at=at)


def _take(known: Process, is_open: bool, at: Any, by: Any) -> None:
    take_new_items(process=known, is_open=is_open, by=None, at=at)


def _reason() -> str:
    return _("As the institution's blueprint says")


SECTION = Section("processes", read, check, changes)
