"""Names of processes, stages, thresholds and reasons as we give them: sentences of ours, kept by institutions.

An institution's own words stand in them as in everything we say; what it wrote itself stays as it wrote it.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override

from civic.processes.kinds import Track
from platform_core.i18n.dialect import as_we_say, in_own_words, speaks_as_we_do

_PRESETS = Path(__file__).parents[1] / "presets"


def said_here(name: str, language: str) -> str:
    """A name in rules, in `language` ("ko", "en-gb"), as the institution at hand says it."""
    if speaks_as_we_do() or name not in shipped_names():
        return name
    return in_own_words(name, language[:2])


@cache
def shipped_names() -> frozenset[str]:
    """In every language."""
    presets = [tomllib.loads(file.read_text("utf-8")) for file in sorted(_PRESETS.glob("*.toml"))]
    return frozenset([*_labels(presets), *_tracks()])


def _labels(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for one in data:
            yield from _labels(one)
    elif isinstance(data, dict):
        for key, value in data.items():
            is_name = key in ("label", "name") and isinstance(value, dict)
            yield from (value.values() if is_name else _labels(value))


def _tracks() -> Iterator[str]:
    """A process that nobody named is called by its track."""
    for language, _name in settings.LANGUAGES:
        with as_we_say(), override(language):
            yield from (str(track.label) for track in Track)
