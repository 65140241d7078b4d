"""Finished themes: a folder each, with theme.toml in it (its tokens: themes/tokens.py)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT = "metropolitan"


@dataclass(frozen=True, slots=True)
class CatalogueTheme:
    """`document` says every token, and single colours where somebody mixed them by hand."""

    key: str
    name: str
    name_ko: str
    description: str
    description_ko: str
    document: dict[str, Any]


@cache
def catalogue() -> dict[str, CatalogueTheme]:
    return {path.parent.name: _read(path) for path in sorted(FOLDER.glob("*/theme.toml"))}


def _read(path: Path) -> CatalogueTheme:
    document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    about = document.pop("about")
    return CatalogueTheme(key=path.parent.name, document=document, **about)
