"""Writing an archive, part after part: nothing is held but the part at hand."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenants.moving.archive import MANIFEST, SIGNATURE
from tenants.moving.archive.signing import signed

# Pictures and PDFs do not get smaller.
PACKED_ALREADY = (
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".gif",
    ".avif",
    ".pdf",
    ".zip",
    ".docx",
    ".xlsx",
    ".pptx",
    ".hwpx",
)
# 1980 is where zip's calendar begins: the same content is the same archive, whenever it is made.
ALWAYS = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    path: str
    bytes: int
    sha256: str

    def as_said(self) -> dict[str, Any]:
        return {"path": self.path, "bytes": self.bytes, "sha256": self.sha256}


class ArchiveWriter:
    """`add` what is in it, then `close` with the manifest."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)
        self.parts: list[Part] = []

    def add(self, path: str, content: Iterable[bytes]) -> Part:
        info = self._info(
            path, packed=not path.lower().endswith(PACKED_ALREADY) and not path.startswith("sealed/")
        )
        sum_, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as into:
            for piece in content:
                into.write(piece)
                sum_.update(piece)
                size += len(piece)
        part = Part(path, size, sum_.hexdigest())
        self.parts.append(part)
        return part

    def close(self, manifest: dict[str, Any]) -> None:
        """Write down every part in `manifest`, sign it and finish the file."""
        said = json.dumps(
            {**manifest, "contents": [part.as_said() for part in self.parts]}, ensure_ascii=False, indent=1
        ).encode()
        self._zip.writestr(self._info(MANIFEST, packed=True), said)
        self._zip.writestr(self._info(SIGNATURE, packed=False), signed(said))
        self._zip.close()

    def abandon(self) -> None:
        """The file is unfinished and stays so."""
        if self._zip.fp is not None:
            self._zip.fp.close()
            self._zip.fp = None

    def _info(self, path: str, *, packed: bool) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, date_time=ALWAYS)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info._compresslevel = 1  # type: ignore[attr-defined]
        info.external_attr = 0o600 << 16
        return info
