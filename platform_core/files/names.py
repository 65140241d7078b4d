"""Names of files: the one people see, and the one on disk, which says nothing."""

import re
import secrets

from platform_core.files.limits import MAX_NAME_BYTES
from platform_core.text.graphemes import shorten
from platform_core.text.normalise import UncleanText, clean_line

_PATH_PARTS = re.compile(r"[\\/]")
# What file systems, headers or shells read as something else.
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")


def display_name(raw: str) -> str:
    """The name to show and to download under: NFC, no folders, no control or bidi characters, not long.

    A browser on a Mac sends decomposed Hangul, an old one on Windows the whole path. Never empty.
    """
    last = _PATH_PARTS.split(raw.replace("\x00", ""))[-1]
    try:
        name = clean_line(last)
    except UncleanText:
        name = clean_line(last.encode(errors="replace").decode())
    name = _NOT_IN_NAMES.sub("_", name).strip(". ")
    if not name:
        return "file"
    stem, extension = split_extension(name)
    if not extension:
        return _within_bytes(name, MAX_NAME_BYTES)
    kept = name[-len(extension) - 1 :]
    return _within_bytes(stem, MAX_NAME_BYTES - len(kept)).rstrip(". ") + kept


def split_extension(name: str) -> tuple[str, str]:
    """Stem and lower-case extension without its dot; no extension when it is not a plain one."""
    stem, dot, extension = name.rpartition(".")
    if dot and stem and _EXTENSION.fullmatch(extension.lower()):
        return stem, extension.lower()
    return name, ""


def storage_name(extension: str) -> str:
    """A new name nobody can guess, in one of 256 folders: “3f/3f9c….webp”. Raises ValueError."""
    if extension and not _EXTENSION.fullmatch(extension):
        raise ValueError(f"not an extension: {extension!r}")
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}{'.' if extension else ''}{extension}"


def _within_bytes(name: str, limit: int) -> str:
    """The longest beginning of whole characters that fits."""
    fits = len(name.encode()[:limit].decode(errors="ignore"))
    while fits and len(shorten(name, fits).encode()) > limit:
        fits -= 1
    return shorten(name, fits)
