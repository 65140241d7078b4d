"""Nobody's data leaves by guess: of every column somebody has said what it is."""

from django.db import connection

from tenants.context import schema
from tenants.moving.classified import classified
from tenants.moving.scrubbing import Scrubber
from tenants.moving.shapes import shapes_of
from tenants.moving.snapshot import SchemaRows
from tenants.provisioning.blueprint.store import TEMPLATE


def test_every_column_of_every_table_is_classified(haneul):
    """A line in tenants/moving/columns/<app>.toml; the kinds stand in tenants/moving/classified.py."""
    connection.ensure_connection()
    shapes = shapes_of(connection.connection, haneul.schema_name)
    known = classified()
    missing = [
        f"{name}.{column}"
        for name, shape in shapes.items()
        for column in shape.names
        if name not in known or column not in known[name].kinds
    ]
    gone = [
        f"{name}.{column}"
        for name, table in known.items()
        for column in table.kinds
        if name not in shapes or column not in shapes[name].names
    ]
    assert (missing, gone) == ([], [])


def test_what_cannot_be_said_twice_is_never_left_out_alone(haneul):
    """A table that is left out may not be pointed at by rows that stay."""
    shapes, known = shapes_of(connection.connection, haneul.schema_name), classified()
    broken = [
        f"{name} -> {other}"
        for name, shape in shapes.items()
        for columns, other, _others in shape.foreign_keys
        for kept in ("is_exported", "is_in_training")
        if getattr(known[name], kept)
        and not getattr(known[other], kept)
        and any(shape.column(column).is_needed for column in columns)
    ]
    assert broken == []


def test_every_column_can_be_scrubbed_where_it_stands(haneul):
    """The SQL of every kind fits the type it is used on, rows or no rows."""
    with schema(TEMPLATE):
        scrubber = Scrubber(TEMPLATE, removed="(…)")
        connection.ensure_connection()
        source = SchemaRows(connection.connection, TEMPLATE, said=scrubber.said, which=scrubber.which)
        for name, shape in source.shapes.items():
            assert b"".join(source.rows(name, shape.names)).startswith(shape.names[0].encode())
