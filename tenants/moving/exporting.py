"""An institution, whole, as one file: what FORMAT.md promises."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg import sql

from tenants.context import institution_context
from tenants.models import Institution
from tenants.moving.archive import FORMAT, INSTITUTION, README, SCHEMA, SECRETS, VERSION
from tenants.moving.archive.sealing import sealed
from tenants.moving.archive.writing import ArchiveWriter
from tenants.moving.classified import classification_of
from tenants.moving.contacts import unsealed_rows
from tenants.moving.describing import package_of
from tenants.moving.files import pieces_of, stored_files
from tenants.moving.public_rows import public_rows
from tenants.moving.secrets import read_secrets
from tenants.moving.shapes import Column, Shape
from tenants.moving.snapshot import SchemaRows, snapshot

FORMAT_TEXT = Path(__file__).parent / "archive/FORMAT.md"
# Told how much is done, out of how much: tables by their bytes in the database, then files.
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Exported:
    bytes: int
    tables: int
    rows: int
    files: int
    # Of the tables with their indexes, as the database keeps them.
    database_bytes: int


def write_export(
    *,
    institution: Institution,
    path: Path,
    at: datetime,
    passphrase: str = "",
    progress: Progress = lambda done, total: None,
) -> Exported:
    """Write the archive to `path`: there whole, or not at all.

    Everything is of one instant, however long it takes. Secrets travel only under a `passphrase`. Raises
    Unclassified when nobody has said what a column holds.
    """
    unfinished = path.with_name(path.name + ".part")
    writer = ArchiveWriter(unfinished)
    try:
        with institution_context(institution), snapshot() as conn:
            made = _write(writer, institution, conn, at, passphrase, progress)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        writer.abandon()
        unfinished.unlink(missing_ok=True)
        raise
    return Exported(path.stat().st_size, *made)


def _write(
    writer: ArchiveWriter,
    institution: Institution,
    conn: Any,
    at: datetime,
    passphrase: str,
    progress: Progress,
) -> tuple[int, int, int, int]:
    source = SchemaRows(conn, institution.schema_name, said=_as_exported, which=_which_leave)
    sizes = {name: _size(conn, institution.schema_name, name) for name in source.shapes}
    exported = [
        name for name, shape in source.shapes.items() if classification_of(name, shape.names).is_exported
    ]
    files = list(stored_files())
    total, done = sum(sizes.values()) or 1, 0
    tables: dict[str, Any] = {}
    for name in exported:
        counted = _Counted(source, name)
        part = writer.add(f"tables/{name}.csv", counted)
        tables[name] = {"path": part.path, "columns": source.shapes[name].names, "rows": counted.rows}
        done += sizes[name]
        progress(done * 9 // 10, total)
    migrations = [f"{app}.{name}" for app, name in conn.execute(_migrations(institution.schema_name))]
    missing = _write_files(
        writer, files, lambda part: progress(total * 9 // 10 + int(total * part / 10), total)
    )
    writer.add(INSTITUTION, _json(public_rows(institution)))
    writer.add(SCHEMA, _json(package_of(source.shapes, exported)))
    writer.add(README, [FORMAT_TEXT.read_bytes()])
    if passphrase:
        lines = read_secrets(conn, institution.schema_name, source.shapes)
        writer.add(SECRETS, sealed(lines, passphrase))
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": at.isoformat(),
        "institution": {
            "key": str(institution.key),
            "schema": institution.schema_name,
            "name": institution.name,
        },
        "migrations": sorted(migrations),
        "sequences": dict(source.sequences),
        "tables": tables,
        "files": len(files) - len(missing),
        "gone_meanwhile": missing,
        "has_secrets": bool(passphrase),
    }
    writer.close(manifest)
    progress(total, total)
    rows = sum(table["rows"] for table in tables.values())
    return len(tables), rows, len(files) - len(missing), source.size()


def _write_files(writer: ArchiveWriter, files: list[str], told: Callable[[float], object]) -> list[str]:
    """Names of those that were thrown away between the list and their turn."""
    missing = []
    for place, name in enumerate(files):
        try:
            writer.add(f"files/{name}", _not_empty_handed(pieces_of(name)))
        except FileNotFoundError:
            missing.append(name)
        told((place + 1) / len(files))
    return missing


def _not_empty_handed(pieces: Iterator[bytes]) -> Iterable[bytes]:
    """The first piece is fetched now: a file that is gone must not have begun in the archive."""
    first = next(pieces, b"")

    def all_of_it() -> Iterator[bytes]:
        yield first
        yield from pieces

    return all_of_it()


class _Counted:
    """Rows of a table on their way, counted: a row is a message of PostgreSQL, whatever line breaks are in it."""

    def __init__(self, source: SchemaRows, table: str) -> None:
        self._source, self._table, self.rows = source, table, 0

    def __iter__(self) -> Iterator[bytes]:
        self.rows = -1  # the header
        for rows in self._source.portions(self._table, self._source.shapes[self._table].names):
            self.rows += len(rows)
            yield unsealed_rows(b"".join(rows), self._source.schema)


def _as_exported(shape: Shape, column: Column) -> sql.Composable:
    kind = classification_of(shape.name, shape.names).kinds[column.name]
    if kind == "secret:sealed":
        return sql.SQL("''")
    if kind.startswith("secret"):
        return empty(shape, column)
    if kind in ("token", "elsewhere"):
        return sql.SQL("NULL") if not column.is_needed else empty(shape, column)
    return sql.Identifier(column.name)


def empty(shape: Shape, column: Column) -> sql.Composable:
    """What opens nothing, and stands in no other row's way."""
    if column.type == "jsonb":
        return sql.SQL("'{}'::jsonb")
    if column.is_text:
        return sql.SQL("'!' || {}::text").format(sql.Identifier(shape.key[0]))
    return sql.SQL("NULL")


def _which_leave(shape: Shape) -> sql.Composable | None:
    which = classification_of(shape.name, shape.names).export_rows
    return sql.SQL(which) if which else None


def _migrations(schema: str) -> sql.Composed:
    return sql.SQL("SELECT app, name FROM {}").format(sql.Identifier(schema, "django_migrations"))


def _size(conn: Any, schema: str, table: str) -> int:
    statement = sql.SQL("SELECT pg_total_relation_size({}::regclass)")
    place = sql.Identifier(schema, table).as_string(conn)
    return int(conn.execute(statement.format(sql.Literal(place))).fetchone()[0])


def _json(said: dict[str, Any]) -> list[bytes]:
    return [json.dumps(said, ensure_ascii=False, indent=1, default=str).encode() + b"\n"]
