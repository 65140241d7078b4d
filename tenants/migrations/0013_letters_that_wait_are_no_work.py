"""Mere news that waits while a month's letters are used up is no work: nobody is sent for it every second.

Where a schema does not know yet which of its letters can wait, all of them are work, as before.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("tenants.migrations.0007_read_only").WITH_READ_ONLY
AFTER = """
CREATE OR REPLACE FUNCTION tenants_institutions_with_work(moment timestamptz)
RETURNS TABLE (institution_id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    house record;
    is_busy boolean;
    waiting record;
    due constant text := 'state = ''waiting'' AND (send_after IS NULL OR send_after <= $1)';
    -- As the carrier chooses them (platform_core/outbound/pausing.py).
    may_go constant text := '(NOT is_optional OR (NOT $3 AND created_at >= $1 - interval ''3 days''))';
BEGIN
    FOR house IN SELECT id, i.schema_name, i.standing, i.standing_changed_at,
                        coalesce((i.entitlements -> 'paused') @> '["mails_per_month"]', false) AS news_waits
                 FROM tenants_institution i WHERE i.standing IN ('open', 'read_only') ORDER BY id LOOP
        FOR waiting IN SELECT * FROM (VALUES
            ('open', 'proposals_supportdelta', 'true'),
            ('open', 'events_event', 'announced_at IS NULL AND (retry_at IS NULL OR retry_at <= $1)'),
            ('open', 'outbound_outboundmail', due || ' AND ' || may_go),
            -- Since then only what people do about their own accounts: they leave, they ask for a code to come in.
            ('read_only', 'events_event',
             'announced_at IS NULL AND (retry_at IS NULL OR retry_at <= $1) AND at >= $2'),
            ('read_only', 'outbound_outboundmail', due || ' AND created_at >= $2 AND ' || may_go)
        ) AS tables (standing, name, condition) WHERE tables.standing = house.standing LOOP
            -- A schema that lacks a table (being made, being migrated) has no such work.
            CONTINUE WHEN to_regclass(format('%I.%I', house.schema_name, waiting.name)) IS NULL;
            BEGIN
                EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE %s)',
                               house.schema_name, waiting.name, waiting.condition)
                    INTO is_busy USING moment, house.standing_changed_at, house.news_waits;
            EXCEPTION WHEN undefined_column THEN
                is_busy := true;
            END;
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
    dependencies = [("tenants", "0012_orders_outlive_what_they_opened")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
