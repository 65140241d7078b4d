"""An institution's files, as its store keeps them: a folder, or a bucket."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.storage import default_storage

PIECE = 1024 * 1024
# As what STORAGES names: tenants.storage.InstitutionStorage, or tenants.bucket.InstitutionBucket.
store: Any = default_storage


def stored_files(folder: str = "") -> Iterator[str]:
    """Every file of the institution at hand, by name, in the order of names; nothing where no file was ever kept."""
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in sorted(files))
    for name in sorted(folders):
        yield from stored_files(f"{folder}/{name}".lstrip("/"))


def pieces_of(name: str) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    with store.open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def keep_as(name: str, pieces: Iterable[bytes]) -> bool:
    """Under exactly this name, in the store of the institution at hand; False when one is there already.

    Raises django's SuspiciousFileOperation for a name that leads out of it, OSError when it cannot be kept.
    """
    return bool(store.keep_as(name, pieces))


def size_of(schema: str) -> tuple[int, int]:
    """How many files an institution has, and their bytes."""
    count, size = store.size_of(schema)
    return count, size


def remove_all_of(schema: str) -> None:
    """Every file of an institution, wherever it is kept."""
    store.remove_all_of(schema)
