"""Files that people send, as we keep them: a picture written anew, a document as it came."""

from dataclasses import dataclass
from typing import BinaryIO

from platform_core.files.images import tidy_image
from platform_core.files.kinds import identify
from platform_core.files.names import display_name, split_extension


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file found harmless. Only a picture has a width and a height, in pixels."""

    name: str
    content: bytes
    content_type: str
    extension: str
    width: int | None = None
    height: int | None = None

    @property
    def is_image(self) -> bool:
        return self.width is not None


def take_in(name: str, source: BinaryIO) -> TakenIn:
    """Judge and tidy an uploaded file. May take seconds: call it outside a transaction. Raises RefusedFile."""
    shown = display_name(name)
    kind = identify(shown, source)
    if not kind.is_image:
        source.seek(0)
        return TakenIn(shown, source.read(), kind.content_type, kind.extensions[0])
    image = tidy_image(source)
    stem, _extension = split_extension(shown)
    return TakenIn(
        f"{stem}.{image.extension}",
        image.content,
        image.content_type,
        image.extension,
        image.width,
        image.height,
    )
