from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change_of_published_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Published rules never change (version % of process %)', OLD.number, OLD.process_id
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER published_rules_never_change
    BEFORE UPDATE OR DELETE ON processes_processversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_rules();
"""
BACKWARD = """
DROP TRIGGER published_rules_never_change ON processes_processversion;
DROP FUNCTION refuse_change_of_published_rules();
"""


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
