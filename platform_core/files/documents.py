"""Looking into documents without unpacking them."""

import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from platform_core.files.limits import MAX_UNZIPPED_BYTES, MAX_ZIP_ENTRIES, MAX_ZIP_RATIO
from platform_core.files.refusal import RefusedFile

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DIRECTORY_ENTRY = 128
_HWP_STREAM = "FileHeader".encode("utf-16-le") + b"\x00\x00"
# The stream begins with this; streams of a compound file begin at multiples of 64 bytes.
_HWP_SIGNATURE = b"HWP Document File\x00"
_HWP_3 = b"HWP Document File V3"
_SMALL_SECTOR = 64

_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta|link|style|img|xsl:|\?xml-stylesheet)\b",
    re.IGNORECASE,
)
_TEXT_ENCODINGS = ("utf-8-sig", "cp949")
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 26}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_BROKEN = _("This document is damaged and cannot be opened. Please save it again and attach that.")
_BOMB = _("This document unpacks to far more than its size. Please send it as PDF.")
_MACROS = _("Documents with macros cannot be attached. Please save it without macros or as PDF.")
_LOCKED = _("Documents with a password cannot be attached. Please save it without one.")


def is_hwp(source: BinaryIO) -> bool:
    """HWP 5 (a compound file with Hangul's header stream) or HWP 3."""
    source.seek(0)
    content = source.read()
    if content.startswith(_HWP_3):
        return True
    return (
        content.startswith(_OLE)
        and _aligned(content, _HWP_STREAM, _DIRECTORY_ENTRY)
        and _aligned(content, _HWP_SIGNATURE, _SMALL_SECTOR)
    )


def is_hwpx(source: BinaryIO) -> bool:
    """Raises RefusedFile for an archive that is broken, locked or a bomb."""
    archive = open_archive(source)
    if archive is None:
        return False
    with archive:
        names = {entry.filename for entry in archive.infolist()}
        return "mimetype" in names and _read_start(archive, "mimetype", 64).strip() == b"application/hwp+zip"


def is_office(source: BinaryIO, main_part: str) -> bool:
    """A Word, Excel or PowerPoint document with this main part. Raises RefusedFile, also for macros."""
    archive = open_archive(source)
    if archive is None:
        return False
    with archive:
        names = {entry.filename.lower() for entry in archive.infolist()}
        if any(name.endswith(_MACRO_PARTS) for name in names):
            raise RefusedFile("file_macros", _MACROS)
        return "[content_types].xml" in names and main_part.lower() in names


def open_archive(source: BinaryIO) -> zipfile.ZipFile | None:
    """The archive, or None where there is none. Judged by its table of contents; nothing is unpacked."""
    source.seek(0)
    if source.read(4) != b"PK\x03\x04":
        return None
    source.seek(0)
    content = source.read()
    # Counted before the table of contents is read: a table of 200,000 entries is the attack itself.
    if content.count(b"PK\x01\x02") > MAX_ZIP_ENTRIES:
        raise RefusedFile("file_bomb", _BOMB)
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedFile("file_unreadable", _BROKEN) from error
    _refuse_bomb(archive, len(content))
    return archive


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    # Entries that overlap pack the same bytes many times over: together they are larger than the file.
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNZIPPED_BYTES or packed > size:
        raise RefusedFile("file_bomb", _BOMB)
    if unpacked > 1024 * 1024 and unpacked > size * MAX_ZIP_RATIO:
        raise RefusedFile("file_bomb", _BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedFile("file_locked", _LOCKED)


def _read_start(archive: zipfile.ZipFile, name: str, length: int) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(length)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedFile("file_unreadable", _BROKEN) from error


def _aligned(content: bytes, pattern: bytes, step: int) -> bool:
    at = content.find(pattern)
    while at >= 0:
        if at % step == 0:
            return True
        at = content.find(pattern, at + 1)
    return False


def looks_like_a_page(head: bytes) -> bool:
    """Whether a browser might take this for HTML or SVG, in any encoding it would guess."""
    return bool(_PAGE.search(head.replace(b"\x00", b"")))


def is_readable_text(source: BinaryIO) -> bool:
    """UTF-8, UTF-16 with its mark, or the old Korean code page; no control characters."""
    source.seek(0)
    content = source.read()
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else _TEXT_ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(letter) in _TEXT_CONTROLS for letter in set(text))
    return False
