"""Whatever was being carried out, or had been, gets its execution, with the notes that told of it."""

from django.db import migrations

# The first overview that was published is taken for the plan. Thirty days for one, as for those begun later.
TAKE_IN = """
WITH told AS (
    SELECT proposal_id, min(at) AS first_at, max(at) AS last_at FROM execution_progressnote GROUP BY 1
), begun AS (
    SELECT nextval(pg_get_serial_sequence('execution_execution', 'id')) AS id, p.id AS proposal_id, p.department_id,
           CASE WHEN p.stage = 'carrying_out' THEN least(p.stage_entered_at, told.first_at)
                ELSE coalesce(told.first_at, p.closed_at, p.stage_entered_at) END AS opened_at,
           told.last_at, CASE WHEN p.stage = 'closed' THEN coalesce(p.closed_at, p.stage_entered_at) END AS finished_at,
           plan.at AS planned_at, coalesce(plan.body_html, '') AS aims_html
    FROM proposals_proposal p
    LEFT JOIN told ON told.proposal_id = p.id
    LEFT JOIN LATERAL (
        SELECT at, body_html FROM execution_progressnote n
        WHERE n.proposal_id = p.id AND n.kind = 'overview' AND n.body_html <> '' ORDER BY at, n.id LIMIT 1
    ) plan ON true
    WHERE p.stage = 'carrying_out' OR p.closed_as = 'carried_out' OR told.proposal_id IS NOT NULL
), made AS (
    INSERT INTO execution_execution
        (id, department_id, contact, aims_source, aims_html, opened_at, plan_due_at, planned_at, told_at, finished_at)
    SELECT id, department_id, '', '', aims_html, opened_at, opened_at + interval '30 days', planned_at,
           coalesce(last_at, opened_at), finished_at
    FROM begun
), taken AS (
    INSERT INTO execution_executionitem (execution_id, proposal_id, at)
    SELECT id, proposal_id, opened_at FROM begun
)
UPDATE execution_progressnote n SET execution_id = begun.id FROM begun WHERE begun.proposal_id = n.proposal_id
"""


class Migration(migrations.Migration):
    dependencies = [("execution", "0002_what_is_carried_out")]

    operations = [migrations.RunSQL(TAKE_IN, migrations.RunSQL.noop)]
