"""Files on the disk and what they are kept for: either both are there, or neither."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from platform_core.files.names import storage_name

_together: ContextVar[list[str] | None] = ContextVar("files_kept_together", default=None)


@contextmanager
def kept(room: str, content: bytes, extension: str) -> Iterator[str]:
    """Where it is kept, in the folder of a room. Thrown away again when the block fails.

    Open it around the transaction: what fails later than the block is only noticed by `kept_together`.
    """
    stored_as = default_storage.save(f"{room}/{storage_name(extension)}", ContentFile(content))
    others = _together.get()
    if others is not None:
        others.append(stored_as)
    try:
        yield stored_as
    except BaseException:
        default_storage.delete(stored_as)
        raise


@contextmanager
def kept_together() -> Iterator[None]:
    """Around a transaction that keeps several files: when it fails, all of them are thrown away."""
    around, mine = _together.get(), list[str]()
    token = _together.set(mine)
    try:
        yield
    except BaseException:
        for stored_as in mine:
            default_storage.delete(stored_as)
        raise
    finally:
        _together.reset(token)
    if around is not None:
        around += mine


def throw_away(stored: Iterable[str]) -> None:
    """After commit: a transaction that is rolled back must not have lost files."""
    for stored_as in list(stored):
        transaction.on_commit(partial(default_storage.delete, stored_as))


def content_of(stored_as: str) -> bytes:
    """Raises FileNotFoundError."""
    with default_storage.open(stored_as) as stored:
        content: bytes = stored.read()
    return content
