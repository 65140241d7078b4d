"""The shape of some tables of a schema, in one word: asked after each schema that is brought to head.

It names their columns, constraints, indexes and triggers, and says nothing of how the latter are defined: whoever is
brought to head has just said that in the same words as the others. (What somebody changed by hand before, the comparison
of every night finds: tenants/migrations_across/drift.py.) Ask it with pg_catalog as the search path: the question is
planned once for a connection, and for every other path it would be planned again.
"""

from django.db import migrations

SHAPE = """
CREATE FUNCTION tenants_shape_of(house text, tables text[], functions text[]) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    home oid := (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = house);
BEGIN
    RETURN (
        WITH relations AS MATERIALIZED (
            SELECT oid, relname, relpersistence, reloptions, relrowsecurity
            FROM pg_class WHERE relname = ANY (tables) AND relnamespace = home
        ), lines AS (
            SELECT concat_ws(' ', 'table', relname, relpersistence, reloptions, relrowsecurity) AS line FROM relations
          UNION ALL
            SELECT concat_ws(' ', 'column', r.relname, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity,
                             a.attgenerated, a.attcollation, replace(pg_get_expr(d.adbin, d.adrelid), house || '.', ''))
            FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum
          UNION ALL
            SELECT concat_ws(' ', 'constraint', r.relname, c.conname, c.contype, c.convalidated, c.condeferrable)
            FROM relations r JOIN pg_constraint c ON c.conrelid = r.oid AND c.contype NOT IN ('n', 't')
          UNION ALL
            SELECT concat_ws(' ', 'index', r.relname, x.relname, i.indnatts, i.indisunique, i.indisvalid)
            FROM relations r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class x ON x.oid = i.indexrelid
          UNION ALL
            SELECT concat_ws(' ', 'trigger', r.relname, t.tgname, t.tgenabled, t.tgtype)
            FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
          UNION ALL
            SELECT concat_ws(' ', 'function', p.proname, pg_get_function_arguments(p.oid), p.prokind, p.provolatile,
                             pg_get_function_result(p.oid), md5(p.prosrc))
            FROM pg_proc p WHERE p.proname = ANY (functions) AND p.pronamespace = home
        )
        SELECT coalesce(md5(string_agg(line, chr(10) ORDER BY line COLLATE "C")), '') FROM lines
    );
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0013_letters_that_wait_are_no_work")]

    operations = [migrations.RunSQL(SHAPE, "DROP FUNCTION tenants_shape_of(text, text[], text[])")]
