"""Names of stages, thresholds and reasons as our presets give them: sentences of ours, in no catalogue.

An institution's own words stand in them as in everything we say; what it wrote itself stays as it wrote it.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from platform_core.i18n.dialect import in_own_words, speaks_as_we_do

_PRESETS = Path(__file__).parents[1] / "presets"


def said_here(name: str, language: str) -> str:
    """A name in rules, in `language` ("ko", "en-gb"), as the institution at hand says it."""
    if speaks_as_we_do() or name not in shipped_names():
        return name
    return in_own_words(name, language[:2])


@cache
def shipped_names() -> frozenset[str]:
    """In every language."""
    files = sorted(_PRESETS.glob("*.toml"))
    return frozenset(name for file in files for name in _labels(tomllib.loads(file.read_text("utf-8"))))


def _labels(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for one in data:
            yield from _labels(one)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from (value.values() if key == "label" else _labels(value))
