"""The checklist of an erasure: what there was of an institution, table by table."""

from typing import Any

from django.apps import apps
from psycopg import sql

from tenants.connection import connection
from tenants.models import Institution
from tenants.moving.files import size_of

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"


def counted(institution: Institution) -> dict[str, Any]:
    """Rows of each of its tables, of the public schema's that belong to it, and its files. Call in public."""
    return {
        "tables": _tables(institution.schema_name),
        "public_rows": _public_rows(institution),
        "files": dict(zip(("count", "bytes"), size_of(institution.schema_name), strict=True)),
    }


def _tables(schema: str) -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table)))
            found[table] = cursor.fetchone()[0]
    return found


def _public_rows(institution: Institution) -> dict[str, int]:
    found = {Institution._meta.db_table: 1}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Institution:
                rows = model._default_manager.filter(**{field.attname: institution.pk})
                found[model._meta.db_table] = found.get(model._meta.db_table, 0) + rows.count()
    return {table: count for table, count in sorted(found.items()) if count}
