"""How the tables of a schema are made, as far as rows and their description need it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> ''
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C", a.attnum
"""
KEYS = """
SELECT c.relname, k.contype,
       ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY AS n(number, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number ORDER BY n.place)::text[],
       f.relname,
       ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS n(number, place)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number ORDER BY n.place)::text[]
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid
WHERE c.relnamespace = %s::regnamespace AND k.contype IN ('p', 'f') ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"
"""
SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences
WHERE schemaname = %s AND last_value IS NOT NULL ORDER BY sequencename COLLATE "C"
"""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    is_needed: bool

    @property
    def is_text(self) -> bool:
        return self.type.startswith(("character", "text")) and not self.type.endswith("[]")


@dataclass
class Shape:
    """A table without its generated columns: they follow from the others."""

    name: str
    columns: list[Column] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    # Its columns, the table they lead to, and that table's columns.
    foreign_keys: list[tuple[list[str], str, list[str]]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def shapes_of(conn: "Connection[Any]", schema: str) -> dict[str, Shape]:
    """Every table of `schema`, by name."""
    shapes: dict[str, Shape] = defaultdict(lambda: Shape(""))
    for table, name, kind, needed, generated in conn.execute(COLUMNS, [schema]):
        shape = shapes.setdefault(table, Shape(table))
        if not generated:
            shape.columns.append(Column(name, kind, needed))
    for table, kind, columns, other, others in conn.execute(KEYS, [schema]):
        if kind == "p":
            shapes[table].key = columns
        else:
            shapes[table].foreign_keys.append((columns, other, others))
    return dict(shapes)


def sequences_of(conn: "Connection[Any]", schema: str) -> dict[str, int]:
    """Where each used sequence has come to."""
    return dict(conn.execute(SEQUENCES, [schema]).fetchall())
