"""From tokens to one stylesheet. A theme sets custom properties and can therefore break nothing."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from themes.catalogue import catalogue
from themes.roles import BY_CSS, ROLES
from themes.shapes import shapes
from themes.tokens import BadToken, Tokens

# What a value may be made of: no braces, semicolons, urls or comments can leave the declaration.
SAFE_VALUE = re.compile(r"^[#\w\s.,%()+/\"*-]{1,200}$")
DARK = ':root:not([data-mode="light"],[data-mode="contrast"])'


class UnknownTheme(KeyError):
    """No such theme in the catalogue."""


def stylesheet(tokens: Tokens) -> str:
    """The theme's CSS: light and shapes first, then what the other modes have otherwise."""
    shape = shapes(tokens)
    light = _painted(tokens.light)
    dark = _painted(tokens.dark)
    return (
        "@layer theme {\n"
        f":root {{ {_declarations({**light, **shape.always})} }}\n"
        f"@media (prefers-color-scheme: dark) {{ {DARK} {{ {_declarations({**dark, **shape.dark})} }} }}\n"
        f':root[data-mode="dark"] {{ {_declarations({**dark, **shape.dark})} }}\n'
        f':root[data-mode="contrast"] {{ {_declarations({**_painted(tokens.contrast), **shape.contrast})} }}\n'
        "}\n"
    )


def document_of(catalogue_name: str, tokens: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A row from before documents as a document: `tokens` named custom properties. Raises UnknownTheme, BadToken."""
    if catalogue_name not in catalogue():
        raise UnknownTheme(catalogue_name)
    document: dict[str, Any] = {"format": 1, "base": catalogue_name}
    for mode, colours in tokens.items():
        if unknown := set(colours) - set(BY_CSS):
            raise BadToken("unknown_token", f"There is no token {sorted(unknown)[0]!r}.", mode)
        document[mode] = {BY_CSS[css].name: colour for css, colour in colours.items()}
    return document


def digest(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def _painted(colours: Mapping[str, str]) -> dict[str, str]:
    return {ROLES[role].css: colour for role, colour in colours.items()}


def _declarations(values: Mapping[str, str]) -> str:
    for name, value in values.items():
        if not SAFE_VALUE.fullmatch(value) or "url(" in value.lower() or value.count("(") != value.count(")"):
            raise BadToken("no_value", f"{value!r} is no value for {name}.", name)
    return " ".join(f"--{name}: {value};" for name, value in values.items())
