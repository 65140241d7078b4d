"""Reading a template schema out of PostgreSQL's catalog.

Every query expects the template to be the whole search path: only then does PostgreSQL write
definitions without the schema's name.
"""

from dataclasses import dataclass, field
from typing import Any

from tenants.connection import connection


class BlueprintError(Exception):
    """A blueprint cannot be made or used. The message says why and what to do."""


@dataclass
class Table:
    name: str
    options: str
    is_unlogged: bool
    columns: list[str] = field(default_factory=list)
    filled_columns: list[str] = field(default_factory=list)
    # Primary, unique and excluding ones: each with an index.
    keys: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    foreign_keys: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    triggers: list[str] = field(default_factory=list)


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall()


def read_tables() -> list[Table]:
    """Every table of the schema at hand, by name. Raises BlueprintError on kinds it cannot copy."""
    refuse_unknown_kinds()
    tables = {
        oid: Table(name, options, unlogged)
        for oid, name, options, unlogged in rows(
            """SELECT oid, quote_ident(relname), coalesce(array_to_string(reloptions, ', '), ''),
                      relpersistence = 'u'
               FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
               ORDER BY relname COLLATE "C" """
        )
    }
    for oid, name, definition, is_generated in _columns():
        tables[oid].columns.append(f"{name} {definition}")
        if not is_generated:
            tables[oid].filled_columns.append(name)
    for oid, kind, definition in _constraints():
        table = tables[oid]
        place = {"f": table.foreign_keys, "c": table.constraints}.get(kind, table.keys)
        place.append(definition)
    for oid, definition in _indexes():
        tables[oid].indexes.append(definition)
    for oid, definition in _triggers():
        tables[oid].triggers.append(definition)
    return list(tables.values())


def _columns() -> list[tuple[Any, ...]]:
    return rows(
        """
        SELECT a.attrelid, quote_ident(a.attname),
            format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
            || CASE WHEN a.attidentity <> '' THEN ' GENERATED '
                   || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END
                   || format(' AS IDENTITY (SEQUENCE NAME %I START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s)',
                             s.relname, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache)
               WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
               WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
               ELSE '' END
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
            a.attgenerated <> ''
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        LEFT JOIN pg_depend w ON w.refobjid = c.oid AND w.refobjsubid = a.attnum AND w.deptype = 'i'
                             AND w.classid = 'pg_class'::regclass AND a.attidentity <> ''
        LEFT JOIN pg_class s ON s.oid = w.objid AND s.relkind = 'S'
        LEFT JOIN pg_sequence q ON q.seqrelid = s.oid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        ORDER BY c.relname COLLATE "C", a.attnum
        """
    )


def _constraints() -> list[tuple[Any, ...]]:
    # Not-null constraints ('n', PostgreSQL 18) come with their columns, trigger ones with their triggers.
    return rows(
        """
        SELECT c.conrelid, c.contype, format('CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid))
        FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
        WHERE r.relnamespace = current_schema()::regnamespace AND r.relkind = 'r' AND c.contype NOT IN ('n', 't')
        ORDER BY c.conname COLLATE "C", r.relname COLLATE "C"
        """
    )


def _indexes() -> list[tuple[Any, ...]]:
    return rows(
        """
        SELECT i.indrelid, pg_get_indexdef(i.indexrelid, 0, true)
        FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
        WHERE r.relnamespace = current_schema()::regnamespace AND r.relkind = 'r'
          AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
        ORDER BY x.relname COLLATE "C"
        """
    )


def _triggers() -> list[tuple[Any, ...]]:
    return rows(
        """
        SELECT t.tgrelid, pg_get_triggerdef(t.oid, true)
        FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
        WHERE r.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
        ORDER BY t.tgname COLLATE "C", r.relname COLLATE "C"
        """
    )


def read_functions() -> list[str]:
    """CREATE FUNCTION statements without the schema's name.

    Raises BlueprintError for functions that are bound to the schema they were made in.
    """
    found = rows(
        """
        SELECT p.oid::regprocedure::text, p.proconfig IS NOT NULL OR p.prosqlbody IS NOT NULL,
               quote_ident(current_schema()) || '.', pg_get_functiondef(p.oid)
        FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind IN ('f', 'p')
        ORDER BY p.proname COLLATE "C", p.oid::regprocedure::text
        """
    )
    for name, is_bound, schema, definition in found:
        if is_bound or schema in definition.replace(schema, "", 1):
            raise BlueprintError(
                f"Function {name} is bound to the schema it was made in (BEGIN ATOMIC, SET, or its name in "
                "the text). Write it as plain text without a schema's name."
            )
    return [definition.replace(schema, "", 1) for _, _, schema, definition in found]


def refuse_unknown_kinds() -> None:
    """Raises BlueprintError when the schema holds something batch.py does not write down."""
    strange = rows(
        """
        SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view' WHEN 'p' THEN 'partitioned table'
                            WHEN 'S' THEN 'free-standing sequence' ELSE 'relation of kind ' || relkind::text END, relname
        FROM pg_class c WHERE relnamespace = current_schema()::regnamespace
          AND relkind NOT IN ('r', 'i', 't')
          AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i'))
        UNION ALL
        SELECT 'table with row security or inheritance', relname FROM pg_class c
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
          AND (relrowsecurity OR EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)))
        UNION ALL
        SELECT 'type', typname FROM pg_type t WHERE typnamespace = current_schema()::regnamespace
          AND typtype NOT IN ('c', 'p') AND typcategory <> 'A'
        UNION ALL
        SELECT 'aggregate', proname FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prokind NOT IN ('f', 'p')
        UNION ALL
        SELECT 'column with storage of its own', c.relname || '.' || attname FROM pg_attribute a
        JOIN pg_class c ON c.oid = attrelid JOIN pg_type t ON t.oid = atttypid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND attnum > 0
          AND NOT attisdropped AND attstorage <> typstorage
        UNION ALL
        SELECT 'switched-off trigger', tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled <> 'O'
        """
    )
    if strange:
        listed = ", ".join(f"{kind} {name}" for kind, name in strange)
        raise BlueprintError(
            f"A blueprint cannot copy: {listed}. Teach tenants/provisioning/blueprint, or do without."
        )
