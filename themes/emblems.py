"""An institution's own emblem: made safe, kept once, shown to those who may see it."""

import hashlib
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.files.keeping import content_of, kept
from platform_core.files.refusal import RefusedFile
from platform_core.files.svg import LARGEST, safe_svg
from themes.models import EmblemFile
from themes.palette import colours_of
from themes.pictures import colours_in_svg
from themes.rules import may_change_theme

ROOM = "emblem"
SVG, PNG = "image/svg+xml", "image/png"
SIDE = 512  # pixels
MOST_PIXELS = 16_000_000
# Wider or higher than this it would be a thread beside the name.
LONGEST = 6

_TOO_LARGE = _("This picture is too large for an emblem: at most 512 KB and 16 megapixels.")
_UNREADABLE = _("This picture cannot be read. Please send the emblem as SVG or PNG.")
_TOO_LONG = _("This picture is too long for an emblem. Best is a square.")


@dataclass(frozen=True, slots=True)
class SafeEmblem:
    """Written anew by us, whatever came. `colours`: the most telling first."""

    content: bytes
    content_type: str
    colours: list[str]

    @property
    def key(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


def safe_emblem(content: bytes) -> SafeEmblem:
    """What may be shown of a file somebody sent. Raises RefusedFile."""
    if len(content) > LARGEST:
        raise RefusedFile("emblem_too_large", _TOO_LARGE)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        drawing = safe_svg(content)
        _check_shape(drawing.width, drawing.height)
        return SafeEmblem(drawing.text.encode(), SVG, colours_in_svg(drawing.text))
    picture = _safe_png(content)
    return SafeEmblem(picture, PNG, colours_of(picture))


def keep_emblem(*, content: bytes, by: User, at: datetime) -> EmblemFile:
    """The same emblem is kept once. Raises Refused, and RefusedFile for what is none."""
    require(may_change_theme(by))
    return _keep(safe_emblem(content), by, at)


def keep_as_ordered(*, content: bytes, at: datetime) -> EmblemFile:
    """By the platform, from an institution's blueprint. Raises RefusedFile for what is none."""
    return _keep(safe_emblem(content), None, at)


def _keep(emblem: SafeEmblem, by: User | None, at: datetime) -> EmblemFile:
    known = EmblemFile.objects.filter(key=emblem.key).first()
    if known:
        return known
    extension = "svg" if emblem.content_type == SVG else "png"
    with kept(ROOM, emblem.content, extension) as stored_as, transaction.atomic():
        row, is_new = EmblemFile.objects.get_or_create(
            key=emblem.key,
            defaults={
                "stored_as": stored_as,
                "content_type": emblem.content_type,
                "size": len(emblem.content),
                "colours": emblem.colours,
                "added_at": at,
                "added_by": by,
            },
        )
        if not is_new:  # somebody sent the same one at the same moment
            raise RefusedFile("emblem_known", _("This emblem has just been taken in."))
    return row


def emblem_of(key: str) -> tuple[str, bytes] | None:
    """(content type, content) of an emblem of the institution at hand."""
    row = EmblemFile.objects.filter(key=key).first() if key else None
    try:
        return (row.content_type, content_of(row.stored_as)) if row else None
    except FileNotFoundError:
        return None


def _safe_png(content: bytes) -> bytes:
    """Decoded and written anew, without anything that was hidden in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise RefusedFile("emblem_too_large", _TOO_LARGE)
                _check_shape(opened.width, opened.height)
                opened.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
                clean = Image.new("RGBA", opened.size)
                clean.paste(opened.convert("RGBA"))
    except RefusedFile:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, ValueError,
            SyntaxError, EOFError, IndexError, MemoryError):  # fmt: skip
        raise RefusedFile("emblem_unreadable", _UNREADABLE) from None
    target = BytesIO()
    clean.save(target, "PNG", optimize=True)
    return target.getvalue()


def _check_shape(width: float, height: float) -> None:
    if max(width, height) > LONGEST * min(width, height):
        raise RefusedFile("emblem_too_long", _TOO_LONG)
