"""The one sheet every page links."""

import re

from platform_core.ui.stitch import HERE, SHEET, stitched
from platform_core.ui.tokens import COLOUR_TOKENS, SHAPE_TOKENS

TOKENS = (HERE / "css" / "tokens.css").read_text()
DARK = (HERE / "static" / "ui" / "dark.css").read_text()
OWN = [*(HERE / "css").glob("*.css"), *(HERE / "static" / "ui").glob("*.css")]


def names_set_in(css: str) -> set[str]:
    return set(re.findall(r"--([a-z0-9-]+):", css))


def test_the_sheet_is_joined_from_its_parts():
    assert SHEET.read_text(encoding="utf-8") == stitched(), "run python -m platform_core.ui.stitch"


def test_the_first_rule_names_the_order_of_the_layers():
    rules = re.sub(r"/\*.*?\*/", "", stitched(), flags=re.S).strip()
    assert rules.startswith("@layer reset, tokens, theme, base, components, utilities;")


def test_every_token_a_theme_may_set_has_a_default():
    assert set(COLOUR_TOKENS) | set(SHAPE_TOKENS) <= names_set_in(TOKENS)
    assert set(COLOUR_TOKENS) <= names_set_in(DARK)


def test_no_rule_uses_a_token_that_does_not_exist():
    known = names_set_in(TOKENS) | {"stack"}
    for sheet in OWN:
        css = sheet.read_text()
        used = set(re.findall(r"var\(--([a-z0-9-]+)", css))
        assert used <= known | names_set_in(css), sheet.name


def test_styles_ask_no_other_server():
    for sheet in OWN:
        assert "://" not in sheet.read_text()
        assert "@import" not in sheet.read_text()
