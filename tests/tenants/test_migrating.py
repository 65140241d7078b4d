"""Bringing schemas to head: whoever is behind, whole or not at all, however it is interrupted."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.context import public, schema
from tenants.migrations_across import head as head_module
from tenants.migrations_across import replay, run
from tenants.migrations_across.bring import bring_to_head
from tenants.migrations_across.drift import find_drift
from tenants.migrations_across.one_schema import NotAtomic
from tenants.migrations_across.plan import plan_for_institutions
from tenants.migrations_across.records import Ring
from tenants.migrations_across.replay import Replayer
from tenants.migrations_across.run import migrate_institutions
from tenants.models import SchemaMigration
from tests.fixtures.later import MORE, behind, has_swatches
from tests.waiting import until


def rows_of(institution):
    with schema(institution.schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM themes_swatch ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def test_nothing_is_behind_after_bringing_to_head(haneul, bada, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        report = bring_to_head()
    assert (report.public, report.blueprint_rebuilt, report.brought) == ([], False, 0)
    assert report.schemas == 2


def test_one_query_says_who_is_behind_and_who_is_ahead(haneul, bada, django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'themes' AND name LIKE '0001%'")
    with schema(bada.schema_name), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('themes', '9999_x', now())"
        )
    with public(), django_assert_num_queries(3):  # SET search_path, the institutions, the one question
        plan = plan_for_institutions()
    assert [one.institution for one in plan.behind] == [haneul]
    assert plan.behind[0].missing[0].startswith("themes.0001")
    assert plan.ahead == ((bada, ("themes.9999_x",)),)


def test_schemas_come_to_head_and_the_second_one_by_replay(three, later, monkeypatch):
    later(MORE)
    replayed = []
    honest = Replayer._replay
    monkeypatch.setattr(Replayer, "_replay", lambda *args: honest(*args) or replayed.append(args[2]))
    assert migrate_institutions(behind(three)) == []
    assert replayed == [one.schema_name for one in three[1:]]
    assert behind(three) == []
    for institution in three:
        assert rows_of(institution) == ["100% 1"]
    states = SchemaMigration.objects.filter(institution__in=three).values_list("state", "attempts", "error")
    assert set(states) == {("done", 1, "")}


def test_a_schema_that_would_come_out_different_is_migrated_the_long_way(three, later, monkeypatch):
    later(MORE)
    long_ways = []
    honest = replay.migrate_here
    monkeypatch.setattr(
        replay, "migrate_here", lambda *args: long_ways.append(connection.schema_name) or honest(*args)
    )
    with schema(three[1].schema_name), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE themes_theme ADD COLUMN by_hand int")
    with schema(three[2].schema_name), connection.cursor() as cursor:
        # Somebody has made by hand what would be made: of that, only the long way says what is wrong.
        cursor.execute("CREATE TABLE themes_swatch ()")
    (failure,) = migrate_institutions(behind(three))
    assert long_ways == [one.schema_name for one in three]
    assert failure.schema_name == three[2].schema_name and "already exists" in failure.error
    assert all(has_swatches(institution) for institution in three)
    assert [one.institution for one in behind(three)] == three[2:]


def test_what_only_python_can_do_is_done_in_each(three, later):
    rename = "lambda apps, editor: apps.get_model('themes', 'Swatch').objects.create(theme_id=1, name='둘')"
    later(MORE + f"migrations.RunPython({rename}, migrations.RunPython.noop),")
    assert migrate_institutions(behind(three), parallel=2) == []
    assert [rows_of(institution) for institution in three] == [["100% 1", "둘"]] * 3
    assert behind(three) == []


def test_what_a_killed_run_left_waiting_for_a_later_ring_is_not_taken_in_an_earlier_one(three, later):
    later(MORE)
    first, *others = behind(three)
    run._queue(others, head_module.institution_head().digest, Ring.REST)
    assert migrate_institutions([first], ring=Ring.VOLUNTEERS) == []
    assert [has_swatches(institution) for institution in three] == [True, False, False]


def test_several_workers_share_the_queue(three, later):
    later(MORE)
    heard = []
    assert migrate_institutions(behind(three), parallel=3, say=heard.append) == []
    assert len(heard) == 3
    assert behind(three) == []


def test_a_failing_schema_stays_whole_and_the_others_go_on(three, later):
    later(MORE + 'migrations.RunSQL("SELECT 1 / (SELECT count(*) FROM people_department)"),')
    for institution in three[1:]:
        with schema(institution.schema_name), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_department (code, name, position, is_active) VALUES ('a', 'A', 0, true)"
            )
    failures = migrate_institutions(behind(three))
    assert [failure.schema_name for failure in failures] == [three[0].schema_name]
    assert "division by zero" in failures[0].error
    assert [has_swatches(institution) for institution in three] == [False, True, True]
    # When the cause is cured, asking again is enough.
    with schema(three[0].schema_name), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_department (code, name, position, is_active) VALUES ('a', 'A', 0, true)"
        )
    assert migrate_institutions(behind(three)) == []
    assert has_swatches(three[0])


def test_a_worker_killed_in_the_middle_leaves_the_schema_untouched(fresh_institution, later, monkeypatch):
    sleep = "SELECT pg_sleep(CASE WHEN to_regclass('people_slow') IS NULL THEN 0 ELSE 30 END)"
    later(MORE + f'migrations.RunSQL("{sleep}"),')
    monkeypatch.setattr(run, "FIRST_PAUSE_SECONDS", 2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE people_slow ()")
    with public():
        failures = []
        waiting = behind([fresh_institution])
        worker = threading.Thread(target=lambda: failures.extend(_migrate_elsewhere(waiting)))
        worker.start()
        _kill_the_sleeper()
        assert not has_swatches(fresh_institution)
        assert [one.missing for one in behind([fresh_institution])] == [("themes.9999_later",)]
        with schema(fresh_institution.schema_name), connection.cursor() as cursor:
            cursor.execute("DROP TABLE people_slow")
        worker.join()  # it comes back by itself
        assert failures == []
        assert has_swatches(fresh_institution)


def test_a_schema_held_by_a_dead_process_is_reported_and_done_the_next_time(fresh_institution, later):
    later(MORE)
    with public():
        waiting = behind([fresh_institution])
        (errand,) = run._queue(waiting, head_module.institution_head().digest)
        holding, release = threading.Event(), threading.Event()
        holder = threading.Thread(
            target=_hold, args=("TABLE tenants_schemamigration FOR UPDATE", holding, release)
        )
        holder.start()
        holding.wait(10)
        row = SchemaMigration.objects.get(institution=fresh_institution)
        assert (row.state, has_swatches(fresh_institution)) == ("waiting", False)
        assert run._bring(errand, Replayer(head_module.institution_head()), lambda line: None) is None
        (failure,) = run._failures(waiting, head_module.institution_head().digest)
        assert failure.error == run.HELD
        release.set()
        holder.join()
        assert migrate_institutions(behind([fresh_institution])) == []


def _hold(sql, holding, release, where="public"):
    """Another connection holds the locks of `sql` until released."""
    try:
        with schema(where), connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(sql)
            holding.set()
            release.wait(20)
            cursor.execute("ROLLBACK")
    finally:
        connection.close()


def _migrate_elsewhere(waiting):
    try:
        return migrate_institutions(waiting)
    finally:
        connection.close()


def _kill_the_sleeper():
    sql = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE wait_event = 'PgSleep' AND datname = current_database()"
    )

    def killed() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return bool(cursor.fetchall())

    until(killed, "the migration begins")


def test_a_lock_that_is_not_had_is_asked_for_again(fresh_institution, later, monkeypatch):
    later('migrations.AddField("theme", "mood", models.CharField(max_length=9, default="calm")),')
    monkeypatch.setattr(run, "FIRST_PAUSE_SECONDS", 0.01)
    holding, release = threading.Event(), threading.Event()

    where = fresh_institution.schema_name
    holder = threading.Thread(target=_hold, args=("LOCK TABLE themes_theme", holding, release, where))
    holder.start()
    holding.wait(10)
    honest = run._put_back
    monkeypatch.setattr(run, "_put_back", lambda errand, error: release.set() or honest(errand, error))
    with public():
        assert migrate_institutions(behind([fresh_institution])) == []
        row = SchemaMigration.objects.get(institution=fresh_institution)
    holder.join()
    assert row.state == "done" and row.attempts == 2


def test_a_migration_that_cannot_be_atomic_is_refused_before_anything_is_touched(fresh_institution, later):
    later(MORE, "atomic = False")
    with public():
        with pytest.raises(NotAtomic, match="9999_later"):
            migrate_institutions(behind([fresh_institution]))
        assert not has_swatches(fresh_institution)


def test_drift_says_what_differs(haneul, bada):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE themes_theme ADD COLUMN by_hand int")
    (drift,) = find_drift()
    assert drift.institution == haneul
    assert drift.lacking == ()
    assert len(drift.surplus) == 1 and "by_hand" in drift.surplus[0]


def test_the_command_looks_without_touching(haneul):
    out = StringIO()
    call_command("bring_to_head", check=True, stdout=out)
    assert "Everything is at head." in out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'themes'")
    with pytest.raises(SystemExit):
        call_command("bring_to_head", check=True, stdout=out)
    call_command("bring_to_head", plan=True, stdout=out)
    assert f"{haneul.schema_name} (rest): themes.0001" in out.getvalue()


def test_migrate_refuses_to_take_a_single_app(db):
    with pytest.raises(CommandError, match="whole"):
        call_command("migrate", "themes", "zero")
