"""Reading an archive that may have been made to do harm.

Nothing is unpacked by its name: only what the signed manifest names is read, no further than it says, and never to a
place that a name in the archive chose. What is read whole is held against its checksum there and then; whoever takes it
in keeps nothing (no row, no file) before `verify` has seen to the rest.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tenants.moving.archive import FORMAT, INSTITUTION, MANIFEST, README, SCHEMA, SECRETS, SIGNATURE, VERSION
from tenants.moving.archive.signing import check_signature
from tenants.moving.archive.writing import Part
from tenants.moving.refusal import CannotMove

PIECE = 1024 * 1024
LARGEST_MANIFEST = 256 * 1024 * 1024
LARGEST_DOCUMENT = 32 * 1024 * 1024
# Of everything unpacked, unless whoever reads it says otherwise.
LARGEST = 500 * 1024**3
MOST_PARTS = 5_000_000
TABLE = re.compile(r"tables/([a-z][a-z0-9_]{0,62})\.csv")
# As the store names its files: folders of plain words, never a way up.
FILE = re.compile(r"files/(?!.*//)(?!(?:.*/)?\.\.?(?:/|$))[\w.@+-][\w.@+/ -]{0,500}")
SUM = re.compile(r"[0-9a-f]{64}")
DOCUMENTS = {README, SCHEMA, INSTITUTION, SECRETS}


@dataclass(frozen=True)
class TableSaid:
    path: str
    columns: list[str]
    rows: int


class Archive:
    """An archive whose signature holds. `verify` reads what nobody has read yet."""

    def __init__(self, path: Path, *, trusted: tuple[str, ...] = (), largest: int = LARGEST) -> None:
        """Raises CannotMove for what is no archive, was changed, or comes from somebody who is not trusted."""
        self._as_they_were: set[str] = set()
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            raise CannotMove(
                "This is no archive of an institution: it cannot be opened as a zip file."
            ) from error
        try:
            self.signed_by = self._read_manifest(trusted, largest)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _read_manifest(self, trusted: tuple[str, ...], largest: int) -> str:
        names = self._zip.namelist()
        if len(names) > MOST_PARTS or len(set(names)) != len(names):
            raise CannotMove("A name stands in it twice, or it has too many parts.")
        if MANIFEST not in names or SIGNATURE not in names:
            raise CannotMove("It has no manifest, or no signature.")
        text = self._whole(MANIFEST, LARGEST_MANIFEST)
        key = check_signature(text, self._whole(SIGNATURE, 4_096), trusted=trusted)
        try:
            self.manifest: dict[str, Any] = json.loads(text)
            if (self.manifest["format"], self.manifest["version"]) != (FORMAT, VERSION):
                raise CannotMove(
                    f"It is written in a format this release does not read ({self.manifest['version']})."
                )
            self.parts = [
                Part(str(one["path"]), int(one["bytes"]), str(one["sha256"]))
                for one in self.manifest["contents"]
            ]
            self.tables = {
                str(name): TableSaid(
                    str(one["path"]), [str(column) for column in one["columns"]], int(one["rows"])
                )
                for name, one in self.manifest["tables"].items()
            }
            self.sequences = {str(name): int(value) for name, value in self.manifest["sequences"].items()}
            self.migrations = [str(name) for name in self.manifest["migrations"]]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CannotMove("Its manifest cannot be read.") from error
        self._check_parts(set(names) - {MANIFEST, SIGNATURE}, largest)
        return key

    def _check_parts(self, names: set[str], largest: int) -> None:
        if {part.path for part in self.parts} != names or len(self.parts) != len(names):
            raise CannotMove("What is in it is not what its manifest names.")
        if not {README, SCHEMA, INSTITUTION} <= names:
            raise CannotMove("A description is missing in it.")
        for part in self.parts:
            known = part.path in DOCUMENTS or TABLE.fullmatch(part.path) or FILE.fullmatch(part.path)
            if not known or not SUM.fullmatch(part.sha256) or part.bytes < 0:
                raise CannotMove(f"It holds something that belongs in no archive: {part.path[:80]!r}.")
            info = self._zip.getinfo(part.path)
            if info.file_size != part.bytes or info.flag_bits & 1:
                raise CannotMove(f"{part.path} has another size than its manifest says.")
        if sum(part.bytes for part in self.parts) > largest:
            raise CannotMove(f"It holds more than {largest:,} bytes.")
        for name, table in self.tables.items():
            if table.path != f"tables/{name}.csv" or table.path not in names:
                raise CannotMove(f"The table {name[:80]!r} is not where it should be.")

    def verify(self) -> None:
        """Read everything that was not read whole before. Raises CannotMove where a checksum is another one."""
        self._read_through(self.parts)

    def verify_documents(self) -> None:
        """The same for whatever says what to do with tables and files."""
        self._read_through([part for part in self.parts if part.path in DOCUMENTS])

    def _read_through(self, parts: list[Part]) -> None:
        for part in parts:
            if part.path not in self._as_they_were:
                for _piece in self.pieces(part):
                    pass

    def pieces(self, part: Part) -> Iterator[bytes]:
        """No more of it than the manifest says, whatever the zip would unpack to.

        Raises CannotMove, at the end, where it is not what was signed.
        """
        left, sum_ = part.bytes, hashlib.sha256()
        try:
            with self._zip.open(part.path) as file:
                while piece := file.read(min(PIECE, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        break
                    sum_.update(piece)
                    yield piece
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise CannotMove(f"{part.path} cannot be unpacked ({error}).") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise CannotMove(f"{part.path} cannot be unpacked ({error}).") from error
            raise
        if left != 0:
            raise CannotMove(f"{part.path} has another size than its manifest says.")
        if sum_.hexdigest() != part.sha256:
            raise CannotMove(f"{part.path} was changed: its checksum is another one.")
        self._as_they_were.add(part.path)

    def document(self, path: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._whole(path, LARGEST_DOCUMENT))
        except ValueError as error:
            raise CannotMove(f"{path} cannot be read.") from error
        return found

    def open(self, path: str) -> IO[bytes]:
        return self._zip.open(path)

    @property
    def files(self) -> list[Part]:
        return [part for part in self.parts if part.path.startswith("files/")]

    @property
    def has_secrets(self) -> bool:
        return any(part.path == SECRETS for part in self.parts)

    # As the loader wants its rows.
    def columns_of(self, table: str) -> list[str] | None:
        said = self.tables.get(table)
        return said.columns if said else None

    def count_of(self, table: str) -> int | None:
        return self.tables[table].rows

    def rows(self, table: str, columns: list[str]) -> Iterator[bytes]:
        said = self.tables[table]
        part = next(part for part in self.parts if part.path == said.path)
        wanted = (",".join(columns) + "\n").encode()
        head = b""
        for piece in self.pieces(part):
            if len(head) < len(wanted):
                head += piece
                if len(head) < len(wanted) and len(head) < part.bytes:
                    continue
                if not head.startswith(wanted):
                    raise CannotMove(f"{table}: the first line of its file is not its columns.")
                yield head
            else:
                yield piece

    def _whole(self, path: str, most: int) -> bytes:
        try:
            with self._zip.open(path) as file:
                text = file.read(most + 1)
        except Exception as error:
            raise CannotMove(f"{path} cannot be unpacked.") from error
        if len(text) > most:
            raise CannotMove(f"{path} is larger than any that we write.")
        return text
