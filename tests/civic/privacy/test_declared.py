"""Nothing is kept of a person behind their back: of every column that names somebody a room has said so."""

from django.apps import apps
from django.db import connection

from civic.privacy.my_data import columns_of
from platform_core.accounts.models import User
from platform_core.accounts.personal import declared
from tenants.moving.classified import classified
from tenants.moving.shapes import shapes_of

# Things of a person that point at one by a number without a key, or hang on a row that does.
ALSO = {("abuse_trace", "person"), ("proposals_proposalversion", "proposal_id")}


def naming_columns(shapes):
    """Keys of accounts, and contacts."""
    for name, shape in shapes.items():
        for columns, other, _others in shape.foreign_keys:
            if other == User._meta.db_table:
                yield from ((name, column) for column in columns)
        for column, kind in classified()[name].kinds.items():
            if kind in ("name", "mail", "phone") and column in shape.names:
                yield name, column


def test_every_column_that_names_somebody_is_declared(haneul):
    """In the room's personal.py: `holds` for what is theirs, `not_theirs` with the reason for the rest."""
    connection.ensure_connection()
    shapes = shapes_of(connection.connection, haneul.schema_name)
    held, others = declared()
    said = {(one.table, column) for one in others for column in one.columns}
    for one in held:
        if one.through is None:
            said.add((one.table, one.by))
        kinds = classified()[one.table].kinds
        said |= {(one.table, name) for name in columns_of(one) if kinds[name] in ("name", "mail", "phone")}
    assert sorted(set(naming_columns(shapes)) - said) == []


def test_what_is_declared_is_there(haneul):
    connection.ensure_connection()
    shapes = shapes_of(connection.connection, haneul.schema_name)
    held, others = declared()
    named = [(one.table, one.through.column if one.through else one.by) for one in held]
    named += [(one.table, column) for one in held for column in one.without]
    named += [(one.through.table, one.through.theirs) for one in held if one.through]
    named += [(one.table, column) for one in others for column in one.columns]
    assert [(t, c) for t, c in named if t not in shapes or c not in shapes[t].names] == []
    assert {table for table, _column in ALSO} <= {one.table for one in held}


def test_nobody_is_handed_the_name_or_number_of_somebody_else(haneul):
    """A key of another account in one's own rows is left out."""
    connection.ensure_connection()
    shapes = shapes_of(connection.connection, haneul.schema_name)
    keys = {
        (name, column)
        for name, shape in shapes.items()
        for columns, other, _others in shape.foreign_keys
        if other == User._meta.db_table
        for column in columns
    }
    assert [
        (one.table, name) for one in declared()[0] for name in columns_of(one) if (one.table, name) in keys
    ] == []
    assert apps.is_installed("civic.privacy")
