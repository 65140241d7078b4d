from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_truncation_of_published_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Published rules never go away' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER published_rules_are_not_truncated
    BEFORE TRUNCATE ON processes_processversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation_of_published_rules();
"""
BACKWARD = """
DROP TRIGGER published_rules_are_not_truncated ON processes_processversion;
DROP FUNCTION refuse_truncation_of_published_rules();
"""


class Migration(migrations.Migration):
    dependencies = [("processes", "0004_rules_as_drafts_and_corrections")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
