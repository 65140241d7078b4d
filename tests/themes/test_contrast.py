"""Every theme can be read by everyone: WCAG contrast, computed from the themes themselves."""

import re
import tomllib
from pathlib import Path

import pytest

from platform_core.ui import tokens as declared

CATALOGUE = Path(__file__).parents[2] / "themes" / "catalogue"
THEMES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CATALOGUE.glob("*.toml"))
}
READINGS = [(name, mode) for name in THEMES for mode in ("light", "dark")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ruler_is_right():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_there_are_three_themes():
    assert set(THEMES) == {"metropolitan", "county", "agency"}


@pytest.mark.parametrize(("name", "mode"), READINGS)
def test_text_can_be_read(name, mode):
    values = THEMES[name]["tokens"][mode]
    weak = {
        pair: round(contrast(values[pair[0]], values[pair[1]]), 2)
        for pair in declared.TEXT_PAIRS
        if contrast(values[pair[0]], values[pair[1]]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize(("name", "mode"), READINGS)
def test_edges_can_be_seen(name, mode):
    values = THEMES[name]["tokens"][mode]
    weak = {
        pair: round(contrast(values[pair[0]], values[pair[1]]), 2)
        for pair in declared.EDGE_PAIRS
        if contrast(values[pair[0]], values[pair[1]]) < 3
    }
    assert not weak


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_sets_only_known_tokens_and_every_colour_twice(name):
    light, dark = THEMES[name]["tokens"]["light"], THEMES[name]["tokens"]["dark"]
    known = set(declared.COLOUR_TOKENS) | set(declared.SHAPE_TOKENS)
    assert set(light) <= known and set(dark) <= known
    assert set(declared.COLOUR_TOKENS) <= set(light)
    assert set(declared.COLOUR_TOKENS) <= set(dark)


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_names_styles_that_exist(name):
    meta = THEMES[name]["meta"]
    assert meta["header"] in declared.HEADER_STYLES
    assert meta["hero"] in declared.HERO_STYLES
    assert meta["emblem"] in declared.EMBLEMS
    assert meta["name"] and meta["name_ko"] and meta["description"] and meta["description_ko"]


SHEETS = Path(declared.__file__).parent
DEFAULTS = {
    "light": SHEETS / "css" / "tokens.css",
    "dark": SHEETS / "static" / "ui" / "dark.css",
}
STATUS = ("good", "warn", "bad", "info", "calm", "review")


def colours_in(sheet: Path) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "mode"), READINGS)
def test_what_a_colour_says_can_be_read_in_every_theme(name, mode):
    values = {**colours_in(DEFAULTS[mode]), **THEMES[name]["tokens"][mode]}
    weak = {
        (status, ground): round(contrast(values[status], values[ground]), 2)
        for status in STATUS
        for ground in (f"{status}-soft", "surface", "page")
        if contrast(values[status], values[ground]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize(("name", "mode"), READINGS)
def test_text_can_be_read_on_every_coloured_ground(name, mode):
    values = {**colours_in(DEFAULTS[mode]), **THEMES[name]["tokens"][mode]}
    assert all(contrast(values["text"], values[f"{status}-soft"]) >= 4.5 for status in STATUS)
