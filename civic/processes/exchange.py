"""Rules on their way from one institution to another: a readable file, and nothing of the items under them."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.processes.document import RulesError
from civic.processes.drafting import begun_from
from civic.processes.models import Process, ProcessVersion
from civic.processes.publishing import must_be_sound
from platform_core.text.toml import dump_toml

VERSION = 1
LARGEST = 400_000  # bytes
LONGEST_NAME, LONGEST_SUMMARY = 60, 300
_HEAD = "# Rules of a process of Madang: what is asked, in which order, and by when it is answered.\n\n"


@dataclass(frozen=True, slots=True)
class RulesFile:
    name: str
    summary: str
    document: dict[str, Any]


def written(process: Process, version: ProcessVersion) -> str:
    """The file. What `taken` makes of it has the same rules."""
    head = {"madang_rules": VERSION, "name": process.name, "summary": process.summary or None}
    return _HEAD + dump_toml({**head, "document": version.document})


def taken(text: str, at: datetime) -> RulesFile:
    """What a file holds, as a draft begins with it. Raises RulesError with a sentence that says what is wrong."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise RulesError("", _("This file is too large for rules: at most 400 KB."))
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulesError("", _("This file cannot be read: %s") % error) from None
    if data.get("madang_rules") != VERSION or not isinstance(data.get("document"), dict):
        raise RulesError("", _("This is not a file of rules of this version of Madang."))
    must_be_sound(data["document"], at)
    name, summary = _line(data.get("name"), LONGEST_NAME), _line(data.get("summary"), LONGEST_SUMMARY)
    return RulesFile(name, summary, begun_from(data["document"]))


def _line(said: Any, longest: int) -> str:
    return " ".join(said.split())[:longest].replace("\x00", "") if isinstance(said, str) else ""
