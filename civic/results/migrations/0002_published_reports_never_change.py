from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change_of_published_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Published reports never change (version % of report %)', OLD.number, OLD.report_id
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER published_reports_never_change
    BEFORE UPDATE OR DELETE ON results_reportversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_reports();
"""
BACKWARD = """
DROP TRIGGER published_reports_never_change ON results_reportversion;
DROP FUNCTION refuse_change_of_published_reports();
"""


class Migration(migrations.Migration):
    dependencies = [("results", "0001_reports_and_their_versions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
