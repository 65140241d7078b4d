"""What a file is, judged by its content; its extension must agree.

Anything a browser might run (HTML, SVG) is refused however it is called. Files are still served only as
downloads: see the door that sends them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from platform_core.files import documents
from platform_core.files.limits import MAX_FILE_BYTES
from platform_core.files.names import split_extension
from platform_core.files.refusal import RefusedFile


@dataclass(frozen=True)
class Kind:
    key: str
    content_type: str
    extensions: tuple[str, ...]
    is_image: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.key: kind
    for kind in (
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jfif"), is_image=True),
        Kind("png", "image/png", ("png",), is_image=True),
        Kind("webp", "image/webp", ("webp",), is_image=True),
        Kind("gif", "image/gif", ("gif",), is_image=True),
        Kind("pdf", "application/pdf", ("pdf",)),
        Kind("hwp", "application/x-hwp", ("hwp",)),
        Kind("hwpx", "application/hwp+zip", ("hwpx",)),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", ("docx",)),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", f"{_OFFICE}.presentationml.presentation", ("pptx",)),
        Kind("txt", "text/plain", ("txt",)),
        Kind("csv", "text/csv", ("csv",)),
    )
}
BY_EXTENSION = {extension: kind for kind in KINDS.values() for extension in kind.extensions}
ACCEPT = ",".join(f".{extension}" for extension in BY_EXTENSION)
"""For the `accept` attribute; without HEIC, phones send JPEG."""

_EMPTY = _("This file is empty.")
_TOO_LARGE = _("This file is larger than 10 MB. Please make it smaller or send it in parts.")
_HEIC = _("Photos in HEIC format cannot be shown by most browsers. Please save it as JPEG and attach that.")
_NOT_TAKEN = _(
    "This kind of file cannot be attached. Please use a picture (JPEG, PNG, WebP, GIF), PDF, HWP, HWPX, DOCX, XLSX,"
    " PPTX, TXT or CSV."
)
_DISAGREES = _(
    "The content of this file does not match its name. Please save it again in the program it comes from."
)


def identify(name: str, source: BinaryIO) -> Kind:
    """The kind of a file, from its name and its seekable content.

    Raises RefusedFile: `file_empty`, `file_too_large`, `file_kind_not_taken`, `file_disagrees`,
    `file_heic`, `file_unreadable`, `file_locked`, `file_macros`, `file_bomb`.
    """
    _check_size(source)
    expected = BY_EXTENSION.get(split_extension(name)[1])
    head = _head(source)
    if _is_heic(head):
        raise RefusedFile("file_heic", _HEIC)
    if expected is None:
        raise RefusedFile("file_kind_not_taken", _NOT_TAKEN)
    if not _CHECKS[expected.key](source, head):
        raise RefusedFile("file_disagrees", _DISAGREES)
    return expected


def _check_size(source: BinaryIO) -> None:
    size = source.seek(0, 2)
    if size == 0:
        raise RefusedFile("file_empty", _EMPTY)
    if size > MAX_FILE_BYTES:
        raise RefusedFile("file_too_large", _TOO_LARGE)


def _head(source: BinaryIO, length: int = 4096) -> bytes:
    source.seek(0)
    return source.read(length)


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (
        b"heic",
        b"heix",
        b"hevc",
        b"heim",
        b"heis",
        b"mif1",
        b"msf1",
    )


def _begins_with(*starts: bytes) -> Callable[[BinaryIO, bytes], bool]:
    return lambda _source, head: head.startswith(starts)


def _is_webp(_source: BinaryIO, head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_pdf(_source: BinaryIO, head: bytes) -> bool:
    # A polyglot hides its other half before the header; honest programs write it first.
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"%PDF-")


def _is_text(source: BinaryIO, head: bytes) -> bool:
    if documents.looks_like_a_page(head):
        raise RefusedFile("file_kind_not_taken", _NOT_TAKEN)
    return documents.is_readable_text(source)


_CHECKS: dict[str, Callable[[BinaryIO, bytes], bool]] = {
    "jpeg": _begins_with(b"\xff\xd8\xff"),
    "png": _begins_with(b"\x89PNG\r\n\x1a\n"),
    "gif": _begins_with(b"GIF87a", b"GIF89a"),
    "webp": _is_webp,
    "pdf": _is_pdf,
    "hwp": lambda source, _head: documents.is_hwp(source),
    "hwpx": lambda source, _head: documents.is_hwpx(source),
    "docx": lambda source, _head: documents.is_office(source, "word/document.xml"),
    "xlsx": lambda source, _head: documents.is_office(source, "xl/workbook.xml"),
    "pptx": lambda source, _head: documents.is_office(source, "ppt/presentation.xml"),
    "txt": _is_text,
    "csv": _is_text,
}
