"""From tokens to one stylesheet. A theme sets custom properties and can therefore break nothing."""

import hashlib
import re

from platform_core.ui.tokens import COLOUR_TOKENS, SHAPE_TOKENS
from themes.catalogue import catalogue

# What a value may be made of: no braces, semicolons, quotes, urls or comments can leave the declaration.
SAFE_VALUE = re.compile(r"^[#\w\s.,%()+/\-]{1,160}$")
DARK = ':root:not([data-mode="light"], [data-mode="contrast"])'


class UnknownTheme(KeyError):
    """No such theme in the catalogue."""


class BadToken(ValueError):
    """A token does not exist, or its value could leave its declaration."""


def stylesheet(catalogue_name: str, tokens: dict[str, dict[str, str]]) -> str:
    """The theme's CSS. Raises UnknownTheme, BadToken."""
    light, dark = merged(catalogue_name, tokens)
    return (
        "@layer theme {\n"
        f":root {{ {_declarations(light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ {DARK} {{ {_declarations(dark)} }} }}\n"
        f':root[data-mode="dark"] {{ {_declarations(dark)} }}\n'
        "}\n"
    )


def merged(catalogue_name: str, tokens: dict[str, dict[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Light and dark tokens of a catalogue theme with an institution's own laid over them."""
    theme = catalogue().get(catalogue_name)
    if theme is None:
        raise UnknownTheme(catalogue_name)
    return {**theme.light, **tokens.get("light", {})}, {**theme.dark, **tokens.get("dark", {})}


def _closes(value: str) -> bool:
    """Whether brackets pair up: an open one swallows everything after its declaration, braces and all."""
    depth = 0
    for character in value:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def digest(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def _declarations(tokens: dict[str, str]) -> str:
    for name, value in tokens.items():
        if name not in COLOUR_TOKENS and name not in SHAPE_TOKENS:
            raise BadToken(f"There is no token {name!r}.")
        if not SAFE_VALUE.fullmatch(value) or "url(" in value.lower() or not _closes(value):
            raise BadToken(f"{value!r} is no value for {name}.")
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())
