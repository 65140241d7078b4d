"""Writing TOML that people read: what `tomllib` makes of it is what was given, without the empty (None)."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# Short enough to be taken in at a glance; longer tables get lines of their own.
_ONE_LINE = 100


def dump_toml(data: Mapping[str, Any]) -> str:
    """Plain values first, then tables and lists of tables under headings. Raises TypeError for what TOML cannot say."""
    return "\n".join(_table(without_none(data), ())).strip("\n") + "\n"


def without_none(value: Any) -> Any:
    """The same without None in any table: TOML has no word for it."""
    if isinstance(value, Mapping):
        return {str(key): without_none(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [without_none(one) for one in value if one is not None]
    return value


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for key, value in table.items():
        if not _needs_heading(value):
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in table.items():
        if not _needs_heading(value):
            continue
        below = (*path, key)
        name = ".".join(_key(part) for part in below)
        for one in value if isinstance(value, list) else [value]:
            yield from ("", f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            yield from _table(one, below)


def _needs_heading(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not value or len(_inline(value)) > _ONE_LINE or any(map(_needs_heading, value.values()))
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_inline(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    raise TypeError(f"TOML cannot say {type(value).__name__}.")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
