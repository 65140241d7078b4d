"""Writing a template schema down as one SQL batch that names no schema.

Order matters: rows go in before indexes, foreign keys and triggers exist, so that nothing is
checked twice and no trigger event is pending when a table is altered.
"""

from tenants.provisioning.blueprint.catalog import Table, read_functions, read_tables, rows


def write_batch() -> str:
    """The batch for the schema at hand (which must be the whole search path). Raises BlueprintError."""
    return _write(with_rows=True)


def write_structure() -> str:
    """The batch without any row and with every sequence at its beginning: a schema's shape, of whoever's it is."""
    return _write(with_rows=False)


def _write(*, with_rows: bool) -> str:
    tables = read_tables()
    statements = ["SET LOCAL check_function_bodies = off", *read_functions()]
    statements += [create_table(table) for table in tables]
    if with_rows:
        statements += [insert for table in tables for insert in _insert_rows(table)]
        statements += _set_sequences()
    statements += [index for table in tables for index in table.indexes]
    statements += [add_foreign_keys(table) for table in tables if table.foreign_keys]
    statements += [trigger for table in tables for trigger in table.triggers]
    return ";\n".join(statement.rstrip().rstrip(";") for statement in statements) + ";\n"


def create_table(table: Table) -> str:
    return _create(table, [*table.columns, *table.keys, *table.constraints])


def create_bare_table(table: Table) -> str:
    """Without its keys: many rows are to come before `add_keys`."""
    return _create(table, [*table.columns, *table.constraints])


def _create(table: Table, parts: list[str]) -> str:
    inside = ",\n    ".join(parts)
    options = f" WITH ({table.options})" if table.options else ""
    return f"CREATE {'UNLOGGED ' if table.is_unlogged else ''}TABLE {table.name} (\n    {inside}\n){options}"


def _insert_rows(table: Table) -> list[str]:
    """One INSERT for all rows of a table; every value a quoted literal that its column's type reads back."""
    names = ", ".join(table.filled_columns)
    literals = ", ', ', ".join(f"quote_nullable({name}::text)" for name in table.filled_columns)
    found = rows(f"SELECT concat('(', {literals}, ')') FROM {table.name} ORDER BY 1")  # noqa: S608
    if not found:
        return []
    values = ",\n    ".join(row for (row,) in found)
    return [f"INSERT INTO {table.name} ({names}) OVERRIDING SYSTEM VALUE VALUES\n    {values}"]


def _set_sequences() -> list[str]:
    """Continue counting where the template's rows ended."""
    used = rows(
        """
        SELECT quote_literal(quote_ident(sequencename)), last_value FROM pg_sequences
        WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename COLLATE "C"
        """
    )
    return [f"SELECT setval({name}, {value}, true)" for name, value in used]


def add_keys(table: Table) -> str:
    return _add(table, table.keys)


def add_foreign_keys(table: Table) -> str:
    return _add(table, table.foreign_keys)


def _add(table: Table, constraints: list[str]) -> str:
    return f"ALTER TABLE {table.name}\n    " + ",\n    ".join(f"ADD {one}" for one in constraints)
