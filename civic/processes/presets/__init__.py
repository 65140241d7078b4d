"""Rules of real institutions as readable files: each opens as a process in one step."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    source: str
    source_date: date
    document: dict[str, Any]


def preset_keys() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def preset(key: str) -> Preset:
    """Raises KeyError for a preset that does not exist."""
    if key not in preset_keys():
        raise KeyError(key)
    data = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    return Preset(key, data["source"], data["source_date"], data["document"])
