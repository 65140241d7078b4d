"""The file of a design: versioned TOML, judged before anything is done with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from platform_core.text.toml import dump_toml, without_none
from tenants.designs.reading import below
from tenants.designs.sections import Fault, sections

FORMAT = 1
# An emblem of 512 KB may lie in it. Bytes.
LARGEST = 1_200_000
_HEAD = "# The blueprint of an institution, for Madang: what it is set up with, and nothing that people did there.\n\n"
_HEADING = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")


class DesignFaults(ValueError):
    """The file cannot be used. `faults` says where and why, each with the line as far as it is known."""

    def __init__(self, faults: "list[FaultInFile]") -> None:
        super().__init__("\n".join(str(one) for one in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class FaultInFile:
    """`line` counts from 1; 0 where none is to blame."""

    line: int
    path: str
    sentence: Any

    def __str__(self) -> str:
        where = [_("line %d") % self.line] if self.line else []
        where += [self.path] if self.path else []
        return f"{', '.join(where)}: {self.sentence}" if where else str(self.sentence)


@dataclass(frozen=True, slots=True)
class Design:
    """`parts`: by the key of its section, as the file says them. `about`: what it is for, by language."""

    parts: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)

    def part(self, key: str) -> Any:
        return self.parts.get(key)

    def without(self, *keys: str) -> "Design":
        return Design({key: value for key, value in self.parts.items() if key not in keys}, self.about)

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.about.get(get_language() or "ko") or next(iter(self.about.values()), "")


def written(design: Design) -> str:
    """The file. What `read_design` makes of it equals `design`."""
    about = {"about": design.about} if design.about else {}
    return _HEAD + dump_toml({"format": FORMAT, **about, **design.parts})


def read_design(text: str) -> Design:
    """Raises DesignFaults."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise DesignFaults([FaultInFile(0, "", _("This file is too large for a blueprint: at most 1.2 MB."))])
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DesignFaults([_unreadable(str(error))]) from None
    except RecursionError:
        raise DesignFaults([FaultInFile(0, "", _("This file is nested too deeply."))]) from None
    if data.pop("format", None) != FORMAT:
        sentence = _("“format = %d” is expected: other versions of blueprints are not known here.") % FORMAT
        raise DesignFaults([FaultInFile(line_of(text, "format"), "format", sentence)])
    faults = [FaultInFile(line_of(text, one.path), one.path, one.sentence) for one in faults_of(data)]
    if faults:
        raise DesignFaults(sorted(faults, key=lambda one: (one.line, one.path)))
    return Design(data, data.pop("about", {}))


def design_of(data: Mapping[str, Any]) -> Design:
    """Of what a program hands over in place of a file. Raises DesignFaults."""
    if faults := faults_of(data):
        raise DesignFaults([FaultInFile(0, one.path, one.sentence) for one in faults])
    return Design(without_none(data))


def faults_of(data: Mapping[str, Any]) -> list[Fault]:
    known = sections()
    faults = [
        Fault(key, _("Unknown. Known here: %s.") % ", ".join(["format", *known]))
        for key in data
        if key not in (*known, "about")
    ]
    about = data.get("about", {})
    if not isinstance(about, dict) or not all(isinstance(one, str) for one in about.values()):
        faults.append(Fault("about", _("Here texts by language are expected.")))
    faults += [Fault(path, _("Dates and times are not known here.")) for path in _moments(data)]
    for key, section in known.items():
        if key in data:
            faults += below(key, section.check(data[key], data))
    return faults


def _moments(value: Any, path: str = "") -> Iterator[str]:
    """TOML has moments; a design has none, and could not be kept with one in it."""
    if isinstance(value, date | time):
        yield path
    pairs: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, one in pairs:
        yield from _moments(one, f"{path}.{key}" if path else str(key))


def line_of(text: str, path: str) -> int:
    """Where `path` stands in the file: its own line, or else the nearest heading above it; 0 for neither."""
    wanted = path.split(".")
    best, depth, here, counts = 0, 0, [], {}  # type: int, int, list[str], dict[str, int]
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(line):
            here = _numbered(heading[2], heading[1] == "[[", counts)
            at = here
        elif "=" in line:
            at = [*here, *re.split(r"\s*\.\s*", line.partition("=")[0].strip().replace('"', ""))]
        else:
            continue
        if len(at) > depth and wanted[: len(at)] == at:
            best, depth = number, len(at)
    return best


def _numbered(name: str, is_row: bool, counts: dict[str, int]) -> list[str]:
    """`processes.document` below the second process is processes.1.document."""
    path: list[str] = []
    parts = [part.strip().strip('"') for part in name.split(".")]
    for depth, part in enumerate(parts):
        path.append(part)
        so_far = ".".join(path)
        if is_row and depth == len(parts) - 1:
            counts[so_far] = counts.get(so_far, -1) + 1
        if so_far in counts:
            path.append(str(counts[so_far]))
    return path


def _unreadable(error: str) -> FaultInFile:
    found = re.search(r"\(at line (\d+), column \d+\)", error)
    return FaultInFile(int(found[1]) if found else 0, "", _("This is not TOML: %s") % error)
