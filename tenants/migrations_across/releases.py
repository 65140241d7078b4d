"""Which migrations each release had: releases.toml, written by `manage.py note_release NAME` when one is made."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tenants.migrations_across.head import institution_head, public_head

FILE = Path(__file__).with_name("releases.toml")


@dataclass(frozen=True)
class Release:
    """`names` are `app.name` of every migration it had."""

    name: str
    names: frozenset[str]


def releases() -> list[Release]:
    """The oldest first; none before the first is noted."""
    if not FILE.exists():
        return []
    noted = tomllib.loads(FILE.read_text(encoding="utf-8")).get("release", [])
    return [Release(one["name"], frozenset(one["migrations"])) for one in noted]


def note(name: str) -> Release:
    """Write down the migrations of the code at hand as those of release `name`. Raises ValueError if it is noted."""
    if any(one.name == name for one in releases()):
        raise ValueError(f"{name} is noted already.")
    names = sorted({*institution_head().names, *public_head().names})
    lines = [
        "",
        "[[release]]",
        f'name = "{name}"',
        "migrations = [",
        *(f'    "{one}",' for one in names),
        "]",
        "",
    ]
    with FILE.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return Release(name, frozenset(names))
