"""Making a schema and filling it: the one loader of imports, training copies and restores.

Rows go in before keys, indexes and foreign keys stand, as a dump is loaded: it is several times faster, and what does not
fit together is refused when they are drawn. The schema's structure is the template's, never the source's.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import transaction
from django.db.utils import DataError, IntegrityError
from psycopg import sql

from tenants.connection import connection
from tenants.context import public, schema
from tenants.migrations_across.head import Head, institution_head, loader
from tenants.migrations_across.one_schema import migrate_here
from tenants.moving.refusal import CannotMove
from tenants.moving.shapes import Shape, shapes_of
from tenants.provisioning.blueprint.batch import add_foreign_keys, add_keys, create_bare_table
from tenants.provisioning.blueprint.catalog import Table, read_functions, read_tables
from tenants.provisioning.blueprint.fingerprint import fingerprint_here
from tenants.provisioning.blueprint.opening import check_schema_name
from tenants.provisioning.blueprint.store import LOCK, TEMPLATE, current_blueprint


class Rows(Protocol):
    """Where rows come from. `columns_of` of a table it does not have is None."""

    sequences: dict[str, int]

    def columns_of(self, table: str) -> list[str] | None: ...
    def rows(self, table: str, columns: list[str]) -> Iterable[bytes]: ...
    def count_of(self, table: str) -> int | None: ...


def load_schema(
    name: str, source: Rows, *, migrations: Iterable[str], done: Any = lambda table: None
) -> None:
    """Make schema `name`, which must not exist, with the rows of `source`, and bring it to the code's head.

    In the caller's transaction. `migrations` are those the source's schema has. Raises CannotMove when its rows do
    not fit; nothing is left then.
    """
    check_schema_name(name)
    had = set(migrations)
    with public(), transaction.atomic(), _structure(had) as (functions, tables, fingerprint):
        with connection.cursor() as cursor:
            # Indexes of millions of rows are sorted in memory, one after the other.
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'")
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        with schema(name):
            _run(["SET LOCAL check_function_bodies = off", *functions, *map(create_bare_table, tables)])
            shapes = shapes_of(connection.connection, name)
            for shape in shapes.values():
                with _said_readably(shape.name):
                    _fill(shape, source)
                done(shape.name)
            for table in tables:
                with _said_readably(table.name):
                    _run([*([add_keys(table)] if table.keys else []), *table.indexes])
            for table in tables:
                with _said_readably(table.name):
                    _run([add_foreign_keys(table)] if table.foreign_keys else [])
            _run(trigger for table in tables for trigger in table.triggers)
            _count_on(shapes_of(connection.connection, name), source.sequences)
            if fingerprint_here() != fingerprint:
                raise CannotMove("The schema came out different from the template; nothing was kept.")
            if had != set(institution_head().names):
                migrate_here(institution_head())
            _analyse()


@contextmanager
def _structure(had: set[str]) -> Iterator[tuple[list[str], list[Table], str]]:
    """Of a schema with exactly the migrations `had`: the template's, or that of one made for the moment."""
    head = institution_head()
    if newer := sorted(had - set(head.names)):
        raise CannotMove(
            f"It was made by a newer release: {', '.join(newer[:3])}{' …' * (len(newer) > 3)}. Upgrade first."
        )
    if had == set(head.names):
        blueprint = current_blueprint()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        with schema(TEMPLATE):
            functions, tables = read_functions(), read_tables()
        yield functions, tables, blueprint.fingerprint
        return
    yield _older_structure(had)


def _older_structure(had: set[str]) -> tuple[list[str], list[Table], str]:
    """Migrated from nothing to where the source stood, in a schema that is gone afterwards."""
    name = sql.Identifier("older_structure")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    with schema("older_structure"):
        migrate_here(_head_with(had))
        found = read_functions(), read_tables(), fingerprint_here()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))
    return found


def _head_with(had: set[str]) -> Head:
    """The part of the code's head that `had` names. Raises CannotMove when something is missing in between."""
    head = institution_head()
    keys = [tuple(name.split(".", 1)) for name in head.names if name in had]
    graph = loader().graph
    for key in keys:
        lacking = [f"{one.key[0]}.{one.key[1]}" for one in graph.node_map[key].parents if one.key not in keys]
        if lacking:
            raise CannotMove(f"Its migrations are no release's: {lacking[0]} is missing.")
    leaves = [key for key in keys if not any(child.key in keys for child in graph.node_map[key].children)]
    return Head(
        names=tuple(f"{label}.{name}" for label, name in keys),
        targets=tuple(sorted(leaves)),  # type: ignore[arg-type]
        migrations=tuple(graph.nodes[key] for key in keys),
    )


def _run(statements: Iterable[str]) -> None:
    if whole := ";\n".join(statement.rstrip().rstrip(";") for statement in statements):
        with connection.cursor() as cursor:
            cursor.execute(whole)


def _fill(shape: Shape, source: Rows) -> None:
    columns = source.columns_of(shape.name)
    if columns is None:
        return
    if sorted(columns) != sorted(shape.names):
        odd = sorted(set(columns) ^ set(shape.names))
        raise CannotMove(f"{shape.name}: its columns are not those of its release ({', '.join(odd)}).")
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, HEADER true, FREEZE true)").format(
        sql.Identifier(shape.name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for part in source.rows(shape.name, columns):
                copy.write(part)
        told = source.count_of(shape.name)
        if told is not None and cursor.rowcount != told:
            raise CannotMove(f"{shape.name}: {told} rows were announced, {cursor.rowcount} came.")


def _count_on(shapes: dict[str, Shape], told: dict[str, int]) -> None:
    """Sequences go on where they had come to, and never below a number that is in use."""
    with connection.cursor() as cursor:
        for shape in shapes.values():
            for column in shape.columns:
                if not column.type.endswith(("int", "integer")) or shape.key != [column.name]:
                    continue
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [shape.name, column.name])
                sequence = cursor.fetchone()[0]
                if sequence is None:
                    continue
                name = sequence.rpartition(".")[2].strip('"')
                cursor.execute(
                    sql.SQL("SELECT max({}) FROM {}").format(
                        sql.Identifier(column.name), sql.Identifier(shape.name)
                    )
                )
                used = max(cursor.fetchone()[0] or 0, told.get(name, 0))
                if used > 0:
                    cursor.execute("SELECT setval(%s::regclass, %s, true)", [sequence, used])


def _analyse() -> None:
    """So that the first visitors do not meet a planner that knows nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind = 'r' ORDER BY relname"
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"ANALYZE {', '.join(names)}")


@contextmanager
def _said_readably(table: str) -> Iterator[None]:
    try:
        yield
    except (DataError, IntegrityError) as error:
        first = str(error).partition("\n")[0]
        raise CannotMove(f"{table}: its rows do not fit together ({first}).") from error
