"""Finished themes as readable files."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "metropolitan"


@dataclass(frozen=True, slots=True)
class CatalogueTheme:
    """`light` and `dark` map token names (platform_core/ui/tokens.py) to CSS values."""

    key: str
    name: str
    name_ko: str
    description: str
    description_ko: str
    header: str
    hero: str
    emblem: str
    light: dict[str, str]
    dark: dict[str, str]


@cache
def catalogue() -> dict[str, CatalogueTheme]:
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> CatalogueTheme:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    meta = data["meta"]
    return CatalogueTheme(
        key=path.stem,
        name=meta["name"],
        name_ko=meta["name_ko"],
        description=meta.get("description", ""),
        description_ko=meta.get("description_ko", ""),
        header=meta["header"],
        hero=meta["hero"],
        emblem=meta["emblem"],
        light=dict(data["tokens"]["light"]),
        dark=dict(data["tokens"]["dark"]),
    )
