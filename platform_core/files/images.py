"""Photographs people send, made small, harmless and free of where they were taken.

Every picture is decoded and written anew as WebP: nothing of the file that came is kept, no EXIF, no
position, no hidden payload. Of an animation the first picture stays.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from platform_core.files.limits import MAX_IMAGE_PIXELS, MAX_IMAGE_SIDE
from platform_core.files.refusal import RefusedFile

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_SHRINK_AS_THEY_ARE = frozenset({"RGB", "RGBA", "L", "LA", "CMYK"})
_QUALITY = 82
_UNREADABLE = _(
    "This picture cannot be read. Please save it again as JPEG or PNG, or take a screenshot of it."
)
_TOO_LARGE = _("This picture has too many pixels. Please make it smaller, to 20 megapixels at most.")


@dataclass(frozen=True)
class TidyImage:
    """A WebP picture at most MAX_IMAGE_SIDE pixels wide and high."""

    content: bytes
    width: int
    height: int
    content_type: str = "image/webp"
    extension: str = "webp"


def tidy_image(source: BinaryIO) -> TidyImage:
    """Decode, turn upright, shrink, write anew. Takes seconds for the largest: not inside a hot request.

    Raises RefusedFile (`image_unreadable`, `image_too_large`).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _tidy(source)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise RefusedFile("image_too_large", _TOO_LARGE) from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        struct.error,
        IndexError,
    ) as error:
        if isinstance(error, RefusedFile):
            raise
        raise RefusedFile("image_unreadable", _UNREADABLE) from error


def _tidy(source: BinaryIO) -> TidyImage:
    source.seek(0)
    with Image.open(source, formats=_FORMATS) as opened:
        image: Image.Image = opened
        # Before anything is decoded: the size is in the header. Shrinking transparency takes a second copy.
        copies = 2 if image.has_transparency_data else 1
        if image.width * image.height * copies > MAX_IMAGE_PIXELS:
            raise RefusedFile("image_too_large", _TOO_LARGE)
        image.seek(0)
        if image.mode not in _SHRINK_AS_THEY_ARE:
            image = _as_srgb(image)
        # Shrunk before anything else: one large copy in memory at a time. A JPEG is even decoded small.
        image.thumbnail((MAX_IMAGE_SIDE, MAX_IMAGE_SIDE), Image.Resampling.LANCZOS)
        picture = _as_srgb(ImageOps.exif_transpose(image))
    # A fresh picture carries no metadata of the old one, whatever Pillow may learn to copy.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    target = BytesIO()
    clean.save(target, "WEBP", quality=_QUALITY, method=4)
    return TidyImage(target.getvalue(), clean.width, clean.height)


def _as_srgb(image: Image.Image) -> Image.Image:
    """In the colours every screen shows; transparent where it was."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), srgb, outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None  # a broken profile: the colours stay a little off
        if turned is not None:
            return turned
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")  # sixteen bits of grey
    return image.convert(mode)
