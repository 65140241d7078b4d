"""Citizens' names in the static site: the first letter and circles, 김○○, on every page and in every table of it.

The site stays for decades and is copied; nobody can take a name out of it by leaving. While pages are read for it,
a temporary copy stands before the table of people. PostgreSQL looks there first, for this connection alone, so that
no room has to know of it and none can forget it. (A copy and no view: where rows are grouped by a person, PostgreSQL
needs the table's own key.)
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from psycopg import sql

from tenants.connection import connection
from tenants.models import Institution

MASKED = sql.SQL(
    "CASE WHEN withdrawn_at IS NULL THEN "
    "left(name, 1) || repeat('○', least(greatest(char_length(name) - 1, 1), 3)) ELSE name END"
)
COPY = sql.SQL("CREATE TEMPORARY TABLE {table} (LIKE {schema}.{table} INCLUDING INDEXES)")
FILL = sql.SQL("INSERT INTO pg_temp.{table} ({columns}) SELECT {values} FROM {schema}.{table}")
GONE = sql.SQL("DROP TABLE IF EXISTS pg_temp.{table}")


@contextmanager
def names_masked(institution: Institution) -> Iterator[None]:
    model = get_user_model()
    columns = [str(field.column) for field in model._meta.concrete_fields]
    values: list[sql.Composable] = [MASKED if name == "name" else sql.Identifier(name) for name in columns]
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "schema": sql.Identifier(institution.schema_name),
        "columns": sql.SQL(", ").join([sql.Identifier(name) for name in columns]),
        "values": sql.SQL(", ").join(values),
    }
    with connection.cursor() as cursor:
        for statement in (GONE, COPY, FILL):
            cursor.execute(statement.format(**names))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(GONE.format(**names))
