"""What two schemas can differ in: for each kind the question that writes it down, a line for each thing.

`%(houses)s` are the schemas' names. A column's place among the others is left out: it differs where a column was once
dropped, and says nothing.
"""

TABLES = """
SELECT n.nspname::text AS house, format('%%s %%I%%s%%s%%s',
    CASE r.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view' WHEN 'S' THEN 'sequence'
                   WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table' ELSE r.relkind::text END,
    r.relname,
    CASE r.relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END,
    coalesce(' with (' || array_to_string(r.reloptions, ', ') || ')', ''),
    CASE WHEN r.relrowsecurity THEN ' with row security' ELSE '' END) AS line
FROM RELATIONS WHERE r.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
"""
COLUMNS = """
SELECT n.nspname::text AS house, format('column %%I.%%I %%s%%s%%s%%s%%s', r.relname, a.attname,
    format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || a.attcollation::regcollation ELSE '' END,
    CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
    CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity' ELSE '' END,
    CASE a.attgenerated WHEN 's' THEN ' generated' ELSE '' END) AS line
FROM RELATIONS
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
"""
DEFAULTS = """
SELECT n.nspname::text AS house,
    format('default %%I.%%I %%s', r.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)) AS line
FROM RELATIONS
JOIN pg_attrdef d ON d.adrelid = r.oid
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.adnum
"""
CONSTRAINTS = """
SELECT n.nspname::text AS house, format('constraint %%I.%%I%%s %%s', r.relname, c.conname,
    CASE WHEN c.convalidated THEN '' ELSE ' not valid' END, pg_get_constraintdef(c.oid, true)) AS line
FROM RELATIONS JOIN pg_constraint c ON c.conrelid = r.oid AND c.contype NOT IN ('n', 't')
"""
INDEXES = """
SELECT n.nspname::text AS house, format('index%%s %%s', CASE WHEN i.indisvalid THEN '' ELSE ' (invalid)' END,
    pg_get_indexdef(i.indexrelid, 0, true)) AS line
FROM RELATIONS JOIN pg_index i ON i.indrelid = r.oid WHERE r.relkind <> 't'
"""
TRIGGERS = """
SELECT n.nspname::text AS house, format('trigger %%s%%s', pg_get_triggerdef(g.oid, true),
    CASE g.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' (switched off)' ELSE ' (' || g.tgenabled::text || ')' END) AS line
FROM RELATIONS JOIN pg_trigger g ON g.tgrelid = r.oid AND NOT g.tgisinternal
"""
FUNCTIONS = """
SELECT n.nspname::text AS house, format('function %%I(%%s) returns %%s, %%s%%s, body %%s', p.proname,
    pg_get_function_arguments(p.oid), coalesce(pg_get_function_result(p.oid), 'nothing'), p.provolatile,
    CASE WHEN p.prosecdef THEN ', as its owner' ELSE '' END, md5(p.prosrc)) AS line
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = ANY(%(houses)s)
"""
# Whose it is, and who else may do what; what PostgreSQL grants unasked is written down as if it had been granted.
PRIVILEGES = """
SELECT n.nspname::text AS house, format('the schema belongs to %%s', pg_get_userbyid(n.nspowner)) AS line
FROM pg_namespace n WHERE n.nspname = ANY(%(houses)s)
UNION ALL
SELECT n.nspname, format('%%s may %%s in the schema', GRANTEE, lower(granted.privilege_type))
FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) granted
WHERE n.nspname = ANY(%(houses)s)
UNION ALL
SELECT n.nspname, format('%%I belongs to %%s', r.relname, pg_get_userbyid(r.relowner))
FROM RELATIONS WHERE r.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL
SELECT n.nspname, format('%%s may %%s %%I', GRANTEE, lower(granted.privilege_type), r.relname)
FROM RELATIONS,
    aclexplode(coalesce(r.relacl, acldefault((CASE r.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", r.relowner))) granted
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL
SELECT n.nspname, format('%%s may %%s %%I.%%I', GRANTEE, lower(granted.privilege_type), r.relname, a.attname)
FROM RELATIONS JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL, aclexplode(a.attacl) granted
UNION ALL
SELECT n.nspname, format('%%s may %%s %%I()', GRANTEE, lower(granted.privilege_type), p.proname)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = ANY(%(houses)s),
    aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) granted
"""


def _whole(question: str) -> str:
    """With what several of them share."""
    relations = "pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace AND n.nspname = ANY(%(houses)s)"
    grantee = "CASE WHEN granted.grantee = 0 THEN 'everybody' ELSE pg_get_userbyid(granted.grantee) END"
    return question.replace("RELATIONS", relations).replace("GRANTEE", grantee)


# The question, and whether what it writes holds casts that PostgreSQL does not always write in the same place.
KINDS = {
    "table": (_whole(TABLES), False),
    "column": (_whole(COLUMNS), False),
    "default": (_whole(DEFAULTS), False),
    "constraint": (_whole(CONSTRAINTS), True),
    "index": (_whole(INDEXES), True),
    "trigger": (_whole(TRIGGERS), True),
    "function": (_whole(FUNCTIONS), False),
    "privilege": (_whole(PRIVILEGES), False),
}
