"""A form sent twice is one deed: the second sending is led to what the first one made."""

from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from django.http import HttpRequest

_SHELF = "sent"
REMEMBERED = 20
LONGEST_KEY = 40


def once(request: HttpRequest, key: str, deed: Callable[[], int]) -> int:
    """Do `deed` unless this session has done it under `key`; returns what it made, then or now.

    Two sendings at the same instant wait for each other, and what was made and that it was made are
    committed together. Without a key the deed is simply done.
    """
    if not key or len(key) > LONGEST_KEY or request.session.session_key is None:
        return deed()
    with transaction.atomic():
        _wait_for_twins(f"{request.session.session_key}:{key}")
        # Written by a twin that committed while we waited: this request's session was read before.
        sent = dict(_saved_session(request).get(_SHELF, {}))
        made = int(sent[key]) if key in sent else deed()
        # Said again by every twin, whose own saving would otherwise take the memory away.
        request.session[_SHELF] = dict([*sent.items(), (key, made)][-REMEMBERED:])
        request.session.save()
    return made


def was_sent(request: HttpRequest, key: str) -> bool:
    """Whether the form of this key has been sent in this session."""
    return key in request.session.get(_SHELF, {})


def _wait_for_twins(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()), hashtext(%s))", [name])


def _saved_session(request: HttpRequest) -> SessionBase:
    return type(request.session)(request.session.session_key)
