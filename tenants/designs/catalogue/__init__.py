"""Designs that come with the platform: a TOML file each, for the usual kinds of institutions."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
# As they are offered: from the largest to the smallest.
KEYS = ("metropolitan", "city", "district", "county", "school", "library")


@cache
def text_of(key: str) -> str:
    """The file. Raises KeyError for one that does not exist."""
    if key not in KEYS:
        raise KeyError(key)
    return (FOLDER / f"{key}.toml").read_text(encoding="utf-8")


@cache
def titles_of(key: str) -> dict[str, str]:
    """What it is for, by language."""
    return dict(tomllib.loads(text_of(key))["about"])
