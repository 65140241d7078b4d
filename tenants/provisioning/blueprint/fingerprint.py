"""Whether two schemas are alike: a hash over everything the catalog knows of their structure.

Column order is left out (it differs where a column was dropped and says nothing about behaviour),
rows too. So are casts to text types inside expressions: PostgreSQL writes `a IN ('x')` on a varchar
with its casts in other places after reading its own writing once. The schema at hand must be the
whole search path, so that definitions carry no schema name.
"""

from tenants.connection import connection

_LINES = """
WITH relations AS (
    SELECT oid, relname, relkind, relpersistence, reloptions, relrowsecurity
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace
), lines AS (
    SELECT format('relation %I %s %s %s %s', relname, relkind, relpersistence, reloptions, relrowsecurity) AS line
    FROM relations WHERE relkind NOT IN ('i', 't')
  UNION ALL
    SELECT format('column %I.%I %s %s %s %s %s %s', r.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  a.attnotnull, a.attidentity, a.attgenerated, a.attcollation, pg_get_expr(d.adbin, d.adrelid))
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'c')
  UNION ALL
    SELECT format('constraint %I.%I %s %s', r.relname, c.conname, c.convalidated,
                  pg_get_constraintdef(c.oid, true))
    FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid WHERE c.contype NOT IN ('n', 't')
  UNION ALL
    SELECT format('index %s %s', i.indisvalid, pg_get_indexdef(i.indexrelid, 0, true))
    FROM pg_index i JOIN relations r ON r.oid = i.indrelid WHERE r.relkind <> 't'
  UNION ALL
    SELECT format('trigger %I %s %s', r.relname, t.tgenabled, pg_get_triggerdef(t.oid, true))
    FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
    SELECT format('function %I(%s) %s %s %s %s', p.proname, pg_get_function_arguments(p.oid), p.prokind,
                  p.provolatile, pg_get_function_result(p.oid), md5(p.prosrc))
    FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
), plain AS (
    SELECT CASE WHEN line LIKE 'column %' THEN line
                ELSE regexp_replace(line, '::(character varying|text)(\\(\\d+\\))?(\\[\\])?', '', 'g') END AS line
    FROM lines
)
"""


def fingerprint_here() -> str:
    """The hash of the schema the connection stands in; 32 hexadecimal digits."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES + "SELECT md5(string_agg(line, E'\\n' ORDER BY line COLLATE \"C\")) FROM plain")  # noqa: S608
        row = cursor.fetchone()
    return row[0] or ""


def structure_here() -> set[str]:
    """The lines behind the fingerprint, to say in what two schemas differ."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES + "SELECT line FROM plain")  # noqa: S608
        return {line for (line,) in cursor.fetchall()}
