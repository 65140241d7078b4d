"""Figures of all institutions together, for Prometheus; of single ones only the few that wait longest, by schema."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from tenants.connection import connection
from tenants.context import public
from tenants.migrations_across.bring import missing_in_public
from tenants.migrations_across.plan import plan_for_institutions
from tenants.migrations_across.records import MigrationRun, MigrationVolunteer, Outcome, SchemaDrift
from tenants.models import Institution, ProvisioningStep, SchemaMigration, SpareSchema, Standing, StepState
from tenants.watching.models import Figures

# How many institutions are named, at most: those whose work waits longest.
NAMED = 20
CONNECTIONS = """
SELECT coalesce(state, 'none'), count(*), coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8,
       count(*) FILTER (WHERE wait_event_type = 'Lock')
FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1 ORDER BY 1
"""
# How much of the log nobody has fetched yet, of each who fetches it (deploy/backup/receive-wal, replicas).
LOG = """
SELECT slot_name, active::int, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::float8 FROM pg_replication_slots
WHERE slot_type = 'physical' AND restart_lsn IS NOT NULL AND NOT pg_is_in_recovery() ORDER BY slot_name
"""
DATABASE = """
SELECT current_setting('max_connections')::int, pg_database_size(current_database()), xact_commit, xact_rollback, deadlocks
FROM pg_stat_database WHERE datname = current_database()
"""


def institutions() -> Iterator[Any]:
    with public():
        counted = dict(Institution.objects.values_list("standing").order_by().annotate(Count("pk")))
        yield _by(
            "institutions",
            "Institutions.",
            "standing",
            {one.value: counted.get(one.value, 0) for one in Standing},
        )
        yield _one("spare_schemas", "Schemas made ahead of any order.", SpareSchema.objects.count())
        yield _one("spare_schemas_wanted", "As many should there be.", settings.SPARE_SCHEMAS)
        failed = ProvisioningStep.objects.filter(state=StepState.FAILED).count()
        yield _one("opening_steps_failed", "Steps of openings that failed.", failed)


def work() -> Iterator[Any]:
    """What waits to be announced or sent, as the clock last counted it (tenants/watching)."""
    now = timezone.now()
    with public():
        sums = Figures.objects.aggregate(
            waiting=Sum("waiting"),
            failing=Sum("failing"),
            letters=Sum("letters_failed"),
            overdue=Sum("overdue"),
            people=Sum("people"),
        )
        oldest = Figures.objects.order_by("as_of").values_list("as_of", flat=True).first()
        slow = [
            (one.institution.schema_name, one.delay.total_seconds())
            for one in Figures.objects.exclude(waiting_since=None)
            .select_related("institution")
            .order_by("waiting_since", "pk")[:NAMED]
        ]
    yield _one("outbox_waiting", "Events and letters that wait.", sums["waiting"] or 0)
    yield _one("outbox_failing", "Events whose announcement failed before.", sums["failing"] or 0)
    yield _one("letters_failed_day", "Letters given up in 24 hours.", sums["letters"] or 0)
    yield _one("answers_overdue", "Answers past their date.", sums["overdue"] or 0)
    yield _one("people", "People with an account.", sums["people"] or 0)
    yield _one(
        "outbox_age_seconds", "The longest wait of any of them.", max((age for _, age in slow), default=0)
    )
    yield _by("institution_wait_seconds", "The longest waits, by institution.", "institution", dict(slow))
    age = (now - oldest).total_seconds() if oldest else 0
    yield _one("figures_age_seconds", "How long ago the institution counted longest ago was counted.", age)


def migrations() -> Iterator[Any]:
    with public():
        plan = plan_for_institutions()
        yield _one("schemas", "Schemas of institutions.", plan.schemas)
        behind = len(plan.behind)
        yield _one("schemas_behind", "Of these, behind the code that is asked.", behind)
        yield _one("schemas_ahead", "Of these, ahead of the code that is asked.", len(plan.ahead))
        yield _one("public_behind", "Migrations that the public schema lacks.", len(missing_in_public()))
        yield _one("schemas_volunteering", "Institutions that go first.", MigrationVolunteer.objects.count())
        drifted = SchemaDrift.objects.aggregate(n=Count("institution", distinct=True), at=Max("seen_at"))
        yield _one("schemas_drifted", "Schemas that are not like the template.", drifted["n"])
        last = MigrationRun.objects.first()
        states = {one.value: int(last is not None and last.outcome == one.value) for one in Outcome}
        yield _by("migration_run", "How the last run is or ended.", "outcome", states)
        failed = SchemaMigration.objects.filter(
            target=last.target if last else "", state=SchemaMigration.State.FAILED
        )
        yield _one("migration_run_failed", "Schemas that failed in it.", failed.count())


def database() -> Iterator[Any]:
    with public(), connection.cursor() as cursor:
        cursor.execute(CONNECTIONS)
        found = cursor.fetchall()
        cursor.execute(DATABASE)
        most, size, commits, rollbacks, deadlocks = cursor.fetchone()
        cursor.execute(LOG)
        fetched = cursor.fetchall()
    yield _by("database_connections", "Connections.", "state", {state: count for state, count, *_ in found})
    yield _one("database_connections_most", "As many may there be (max_connections).", most)
    oldest = max((age for _state, _count, age, _locked in found), default=0)
    yield _one("database_transaction_seconds", "Age of the oldest open transaction.", oldest)
    yield _one(
        "database_waiting_for_locks", "Connections that wait for a lock.", sum(row[3] for row in found)
    )
    yield _one("database_bytes", "Size of the database.", size)
    behind = {slot: size for slot, _active, size in fetched}
    yield _by("database_log_behind_bytes", "What was written and not fetched yet.", "slot", behind)
    running = {slot: active for slot, active, _size in fetched}
    yield _by("database_log_fetched", "Whether somebody fetches it at this moment.", "slot", running)
    yield _counted("database_commits", "Transactions that ended well.", commits)
    yield _counted("database_rollbacks", "Transactions that were taken back.", rollbacks)
    yield _counted("database_deadlocks", "Deadlocks.", deadlocks)


def _one(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"madang_{name}", words, value=value)


def _counted(name: str, words: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(f"madang_{name}", words, value=value)


def _by(name: str, words: str, label: str, values: dict[str, Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"madang_{name}", words, labels=[label])
    for word, value in values.items():
        family.add_metric([word], value)
    return family
