"""Rules of real institutions as readable files: each opens as a process in one step.

What a source does not say and a process needs was chosen here, and the file says so at its head.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from civic.processes.document.shapes import Labels, words
from civic.processes.kinds import Track

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    names: Labels
    sources: Labels
    source_date: date
    address: str
    document: dict[str, Any]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return words(self.names, get_language() or "ko", self.key)

    @property
    def source(self) -> str:
        """Where the rules were read, in the reader's language."""
        return words(self.sources, get_language() or "ko", self.key)

    @property
    def track(self) -> Track:
        return Track(self.document.get("track", Track.CITIZEN_PROPOSAL))


def preset_keys() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def preset(key: str) -> Preset:
    """Raises KeyError for a preset that does not exist."""
    if key not in preset_keys():
        raise KeyError(key)
    data = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    return Preset(
        key=key,
        names=tuple(data["name"].items()),
        sources=tuple(data["source"].items()),
        source_date=data["source_date"],
        address=data.get("address", ""),
        document=data["document"],
    )
