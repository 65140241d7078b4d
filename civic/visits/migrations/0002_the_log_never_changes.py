from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change_of_visits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'visits_visit' THEN
        IF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
           AND (to_jsonb(OLD) - 'ended_at' - 'ended_because') = (to_jsonb(NEW) - 'ended_at' - 'ended_because') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The log of visits never changes' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER visits_never_change BEFORE UPDATE OR DELETE ON visits_visit
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_visits();
CREATE TRIGGER traces_never_change BEFORE UPDATE OR DELETE ON visits_trace
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_visits();
CREATE TRIGGER visits_are_not_truncated BEFORE TRUNCATE ON visits_visit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_visits();
CREATE TRIGGER traces_are_not_truncated BEFORE TRUNCATE ON visits_trace
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_visits();
"""
BACKWARD = """
DROP TRIGGER traces_are_not_truncated ON visits_trace;
DROP TRIGGER visits_are_not_truncated ON visits_visit;
DROP TRIGGER traces_never_change ON visits_trace;
DROP TRIGGER visits_never_change ON visits_visit;
DROP FUNCTION refuse_change_of_visits();
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
