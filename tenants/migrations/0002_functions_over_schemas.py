"""Two questions asked of every schema in one round trip.

Plain PL/pgSQL with the schema's name quoted by %I; no BEGIN ATOMIC and no SET, which would bind
them to one institution.
"""

from django.db import migrations

MIGRATIONS_IN_SCHEMAS = """
CREATE FUNCTION tenants_migrations_in(schemas text[], wanted text[])
RETURNS TABLE (schema_name text, missing text[], extra text[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
    house text;
    applied text[];
BEGIN
    FOREACH house IN ARRAY schemas LOOP
        applied := '{}';
        IF to_regclass(format('%I.django_migrations', house)) IS NOT NULL THEN
            EXECUTE format('SELECT coalesce(array_agg(app || ''.'' || name), ''{}'') FROM %I.django_migrations', house)
                INTO applied;
        END IF;
        schema_name := house;
        missing := ARRAY(SELECT unnest(wanted) EXCEPT SELECT unnest(applied) ORDER BY 1);
        extra := ARRAY(SELECT unnest(applied) EXCEPT SELECT unnest(wanted) ORDER BY 1);
        IF cardinality(missing) > 0 OR cardinality(extra) > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$
"""

INSTITUTIONS_WITH_WORK = """
CREATE FUNCTION tenants_institutions_with_work(moment timestamptz)
RETURNS TABLE (institution_id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    house record;
    is_busy boolean;
    waiting record;
BEGIN
    FOR house IN SELECT id, i.schema_name FROM tenants_institution i WHERE standing = 'open' ORDER BY id LOOP
        FOR waiting IN SELECT * FROM (VALUES
            ('proposals_supportdelta', 'true'),
            ('events_event', 'announced_at IS NULL AND (retry_at IS NULL OR retry_at <= $1)'),
            ('outbound_outboundmail', 'state = ''waiting'' AND (send_after IS NULL OR send_after <= $1)')
        ) AS tables (name, condition) LOOP
            -- A schema that lacks a table (being made, being migrated) has no such work.
            CONTINUE WHEN to_regclass(format('%I.%I', house.schema_name, waiting.name)) IS NULL;
            EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE %s)',
                           house.schema_name, waiting.name, waiting.condition) INTO is_busy USING moment;
            IF is_busy THEN
                institution_id := house.id;
                RETURN NEXT;
                EXIT;
            END IF;
        END LOOP;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(MIGRATIONS_IN_SCHEMAS, "DROP FUNCTION tenants_migrations_in(text[], text[])"),
        migrations.RunSQL(INSTITUTIONS_WITH_WORK, "DROP FUNCTION tenants_institutions_with_work(timestamptz)"),
    ]
