"""What was called suspended until now, reading without writing, is called read-only; letters asked for there leave.

Old code takes a standing it does not know for suspended in its own meaning: it reads and does not write.
"""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION tenants_institutions_with_work(moment timestamptz)
RETURNS TABLE (institution_id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    house record;
    is_busy boolean;
    waiting record;
BEGIN
    FOR house IN SELECT id, i.schema_name, i.standing, i.standing_changed_at FROM tenants_institution i
                 WHERE i.standing IN {standings} ORDER BY id LOOP
        FOR waiting IN SELECT * FROM (VALUES
            ('open', 'proposals_supportdelta', 'true'),
            ('open', 'events_event', 'announced_at IS NULL AND (retry_at IS NULL OR retry_at <= $1)'),
            ('open', 'outbound_outboundmail',
             'state = ''waiting'' AND (send_after IS NULL OR send_after <= $1)'),
            -- Since then only what people do about their own accounts: they leave, they ask for a code to come in.
            ('read_only', 'events_event',
             'announced_at IS NULL AND (retry_at IS NULL OR retry_at <= $1) AND at >= $2'),
            ('read_only', 'outbound_outboundmail',
             'state = ''waiting'' AND (send_after IS NULL OR send_after <= $1) AND created_at >= $2')
        ) AS tables (standing, name, condition) WHERE tables.standing = house.standing LOOP
            -- A schema that lacks a table (being made, being migrated) has no such work.
            CONTINUE WHEN to_regclass(format('%I.%I', house.schema_name, waiting.name)) IS NULL;
            EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE %s)',
                           house.schema_name, waiting.name, waiting.condition)
                INTO is_busy USING moment, house.standing_changed_at;
            IF is_busy THEN
                institution_id := house.id;
                RETURN NEXT;
                EXIT;
            END IF;
        END LOOP;
    END LOOP;
END $$
"""
WITH_READ_ONLY = FUNCTION.replace("{standings}", "('open', 'read_only')")
OPEN_ALONE = FUNCTION.replace("{standings}", "('open')")
TO_READ_ONLY = "UPDATE tenants_institution SET standing = 'read_only' WHERE standing = 'suspended'"
TO_SUSPENDED = "UPDATE tenants_institution SET standing = 'suspended' WHERE standing = 'read_only'"
STANDINGS = [
    ("preparing", "Preparing"),
    ("open", "Open"),
    ("read_only", "Read-only"),
    ("suspended", "Suspended"),
    ("archived", "Archived"),
]


class Migration(migrations.Migration):
    dependencies = [("tenants", "0006_own_domains")]

    operations = [
        migrations.AlterField(
            model_name="institution",
            name="standing",
            field=models.CharField(choices=STANDINGS, default="preparing", max_length=20),
        ),
        migrations.RunSQL(TO_READ_ONLY, TO_SUSPENDED),
        migrations.RunSQL(WITH_READ_ONLY, OPEN_ALONE),
    ]
