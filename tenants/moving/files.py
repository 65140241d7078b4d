"""An institution's files, as its store keeps them."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage

PIECE = 1024 * 1024


def stored_files(folder: str = "") -> Iterator[str]:
    """Every file of the institution at hand, by name, in the order of names; nothing where no file was ever kept."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in sorted(files))
    for name in sorted(folders):
        yield from stored_files(f"{folder}/{name}".lstrip("/"))


def pieces_of(name: str) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    with default_storage.open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def room_for(name: str) -> Path:
    """Where a file of this name belongs in the store of the institution at hand; its folders are made.

    Raises django's SuspiciousFileOperation for a name that leads out of it.
    """
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
