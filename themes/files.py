"""A theme as one readable file, for another institution or for keeping: TOML, with its emblem inside."""

import base64
import binascii
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from themes.tokens import FORMAT, MODES, TOKENS, BadToken, parse

VERSION = 1
LARGEST = 600_000  # bytes
LONGEST_NAME = 100
_HEAD = "# A theme of Madang. Names of tokens and colours: themes/tokens.py and themes/roles.py.\n"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds. `emblem` is as it came: it is made safe when it is taken in (themes/emblems.py)."""

    name: str
    tokens: dict[str, Any]
    emblem: bytes = b""


def dump(document: Document) -> str:
    """The file. What `load` makes of it equals `document`."""
    lines = [_HEAD, f"madang_theme = {VERSION}", f"name = {_quoted(document.name)}", "", "[tokens]"]
    lines += [f"{name} = {_said(value)}" for name, value in document.tokens.items() if name not in MODES]
    for mode in MODES:
        if mode in document.tokens:
            lines += ["", f"[tokens.{mode}]"]
            lines += [f"{role} = {_quoted(colour)}" for role, colour in document.tokens[mode].items()]
    if document.emblem:
        lines += ["", "[emblem]", f'content = "{base64.b64encode(document.emblem).decode()}"']
    return "\n".join(lines) + "\n"


def load(text: str) -> Document:
    """Raises BadToken with a sentence that says what is wrong and where."""
    if len(text.encode()) > LARGEST:
        raise BadToken("too_large", _("This file is too large for a theme: at most 600 KB."))
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadToken(
            "no_toml", _("This file cannot be read as a theme: %(error)s") % {"error": error}
        ) from None
    if data.get("madang_theme") != VERSION:
        raise BadToken("no_theme", _("This is not a theme file of this version of Madang."))
    tokens = data.get("tokens", {})
    if not isinstance(tokens, dict):
        raise BadToken("no_tokens", _("The part ‘tokens’ of this file is missing."))
    parse(tokens)
    return Document(name=_name(data.get("name")), tokens=tokens, emblem=_emblem(data.get("emblem", {})))


def ordered(tokens: Mapping[str, Any]) -> dict[str, Any]:
    """A document with its tokens in the order of themes/tokens.py: what is equal reads alike."""
    names = ("format", "base", *TOKENS, *MODES)
    return {"format": FORMAT, **{name: tokens[name] for name in names if name in tokens}}


def _name(said: Any) -> str:
    if not isinstance(said, str) or not said.strip() or "\x00" in said:
        raise BadToken("no_name", _("The theme in this file has no name."), "name")
    return said.strip()[:LONGEST_NAME]


def _emblem(said: Any) -> bytes:
    if not isinstance(said, dict):
        raise BadToken("no_emblem", _("The emblem in this file cannot be read."), "emblem")
    try:
        return base64.b64decode(said.get("content", ""), validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise BadToken("no_emblem", _("The emblem in this file cannot be read."), "emblem") from None


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped, too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else _quoted(str(value))
