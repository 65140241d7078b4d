"""Nothing typed is lost because a session ended: it waits in the new one until the person has logged in."""

import time
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

LARGEST_BYTES = 200 * 1024
KEPT_SECONDS = 2 * 60 * 60
_SHELF = "typed"
NEVER_HELD = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"})

Typed = Mapping[str, str | list[str]]


def hold_typed(request: HttpRequest, key: str, fields: Typed) -> bool:
    """Keep `fields` under `key` in this session, anonymous or not. Logging in keeps them.

    Files cannot be held. Returns False, holding nothing, when it is more than 200 KB in all.
    """
    held = {name: value for name, value in fields.items() if name not in NEVER_HELD}
    shelf = {**_shelf(request), key: {"at": time.time(), "fields": held}}
    if _size(shelf) > LARGEST_BYTES:
        return False
    request.session[_SHELF] = shelf
    return True


def take_typed(request: HttpRequest, key: str) -> dict[str, str | list[str]]:
    """What was held under `key`, once; empty when there is nothing or it waited over two hours."""
    shelf = _shelf(request)
    held = shelf.pop(key, None)
    if held is None:
        return {}
    request.session[_SHELF] = shelf
    if time.time() - held["at"] > KEPT_SECONDS:
        return {}
    return dict(held["fields"])


def fields_of(request: HttpRequest) -> dict[str, str | list[str]]:
    """A POST's fields as hold_typed takes them: one value as text, several as a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in request.POST.lists()}


def _shelf(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(_SHELF, {}))


def _size(shelf: dict[str, Any]) -> int:
    return sum(
        len(name.encode("utf-8", "replace"))
        + sum(len(one.encode("utf-8", "replace")) for one in _each(value))
        for held in shelf.values()
        for name, value in held["fields"].items()
    )


def _each(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
