"""The checklist of an erasure: what there was of an institution, table by table."""

from pathlib import Path
from typing import Any

from django.apps import apps
from psycopg import sql

from tenants.closing.places import archive_folder
from tenants.connection import connection
from tenants.models import Institution

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"


def counted(institution: Institution) -> dict[str, Any]:
    """Rows of each of its tables, of the public schema's that belong to it, and its files. Call in public."""
    return {
        "tables": _tables(institution.schema_name),
        "public_rows": _public_rows(institution),
        "files": _files(archive_folder(institution).parent),
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


def _files(folder: Path) -> dict[str, int]:
    files = [one for one in folder.rglob("*") if one.is_file()] if folder.is_dir() else []
    return {"count": len(files), "bytes": sum(one.stat().st_size for one in files)}
