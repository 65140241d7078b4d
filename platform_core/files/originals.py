"""Documents that are kept byte for byte, as they were handed in."""

from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from platform_core.files.kinds import identify
from platform_core.files.names import display_name


@dataclass(frozen=True, slots=True)
class Original:
    """A file of a kind we take: not a byte of it is changed."""

    name: str
    content: bytes
    content_type: str
    extension: str

    @property
    def sha256(self) -> str:
        """Its print: whoever has the document can tell that this is it."""
        return sha256(self.content).hexdigest()


def take_original(name: str, source: BinaryIO) -> Original:
    """Judge an uploaded file and change nothing in it. Raises RefusedFile."""
    shown = display_name(name)
    kind = identify(shown, source)
    source.seek(0)
    return Original(shown, source.read(), kind.content_type, kind.extensions[0])
