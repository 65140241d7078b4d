"""Bringing schemas to head ring by ring: told before, watched while it goes on, stopped at the first failure."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tenants.context import public, schema
from tenants.migrations_across import bring
from tenants.migrations_across.head import institution_head
from tenants.migrations_across.plan import Behind, Plan
from tenants.migrations_across.records import MigrationRun, Outcome, Ring
from tenants.migrations_across.rehearsing import rehearse
from tenants.migrations_across.rings import in_rings, step_back, volunteer
from tenants.migrations_across.run import migrate_institutions
from tenants.migrations_across.runs import Teller, progress_of
from tenants.models import SchemaMigration
from tests.fixtures.later import MORE, behind, has_swatches

UNLESS_EMPTY = 'migrations.RunSQL("SELECT 1 / (SELECT count(*) FROM people_department)"),'


def hire(institution):
    with schema(institution.schema_name), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_department (code, name, position, is_active) VALUES ('a', 'A', 0, true)"
        )


@pytest.fixture
def only(monkeypatch):
    """`only(institutions)`: whoever plans sees these alone, and the template is as it should be."""

    def narrow(institutions):
        monkeypatch.setattr(bring, "is_at_head", lambda: True)
        monkeypatch.setattr(
            bring, "plan_for_institutions", lambda: Plan(len(institutions), tuple(behind(institutions)), ())
        )

    yield narrow
    with public():
        MigrationRun.objects.all().delete()


def test_volunteers_go_first_and_a_failure_there_keeps_all_others_as_they_were(three, later, only):
    first, *others = three
    later(MORE + UNLESS_EMPTY)
    only(three)
    assert volunteer(institution=first, at=timezone.now())
    assert not volunteer(institution=first, at=timezone.now())
    for institution in others:
        hire(institution)
    heard = []
    report = bring.bring_to_head(say=heard.append)
    assert [failure.schema_name for failure in report.failures] == [first.schema_name]
    assert (report.brought, report.untouched) == (0, 2)
    assert not any(has_swatches(one) for one in three)
    run = MigrationRun.objects.first()
    assert (run.outcome, run.ring, run.volunteers, run.rest) == (Outcome.STOPPED, Ring.VOLUNTEERS, 1, 2)
    assert "division by zero" in run.error and run.ended_at
    # Once its cause is mended, the next run goes on, and says how far it is.
    hire(first)
    report = bring.bring_to_head(say=heard.append)
    assert (report.brought, report.untouched, report.failures) == (3, 0, [])
    assert all(has_swatches(one) for one in three)
    assert heard[-1].startswith("[3/3, 0 s left]")
    run = MigrationRun.objects.first()
    assert (run.outcome, run.ring) == (Outcome.DONE, Ring.REST)
    progress = progress_of(run, timezone.now())
    assert (progress.done, progress.waiting, progress.percent, progress.seconds_left) == (3, 0, 100, None)
    rows = SchemaMigration.objects.filter(institution__in=three).order_by("institution__pk")
    assert [(row.ring, row.applied) for row in rows] == [
        (ring, ["themes.9999_later"]) for ring in (Ring.VOLUNTEERS, Ring.REST, Ring.REST)
    ]


def test_a_run_may_end_with_the_volunteers_for_a_day(three, later, only):
    later(MORE)
    only(three)
    volunteer(institution=three[1], at=timezone.now())
    report = bring.bring_to_head(through=Ring.VOLUNTEERS)
    assert (report.brought, report.untouched) == (1, 2)
    assert [has_swatches(one) for one in three] == [False, True, False]
    assert step_back(institution=three[1], at=timezone.now())
    assert not step_back(institution=three[1], at=timezone.now())


def test_after_a_failure_nothing_more_is_begun_unless_asked_to_go_on(three, later):
    later(MORE + UNLESS_EMPTY)
    for institution in three[1:]:
        hire(institution)
    failures = migrate_institutions(behind(three), go_on=False)
    assert [failure.schema_name for failure in failures] == [three[0].schema_name]
    assert not any(has_swatches(one) for one in three)
    assert len(migrate_institutions(behind(three), go_on=True)) == 1
    assert [has_swatches(one) for one in three] == [False, True, True]


def test_the_command_lets_a_city_go_first_and_lists_who_does(haneul, bada):
    with public():
        out = StringIO()
        call_command("volunteer", "haneul.localhost", stdout=out)
        call_command("volunteer", stdout=out)
        call_command("volunteer", "haneul.localhost", no_more=True, stdout=out)
        call_command("volunteer", stdout=out)
    assert out.getvalue() == f"Done.\n{haneul.schema_name}  하늘시\nDone.\n"


def test_a_run_that_was_killed_is_found_by_the_next(db):
    with public():
        MigrationRun.objects.create(target="x", began_at=timezone.now())
        bring.bring_to_head()
        assert MigrationRun.objects.get(target="x").outcome == Outcome.CUT_SHORT


def test_records_of_earlier_heads_stay_and_those_who_wait_for_one_do_not(haneul, bada):
    with public():
        now = timezone.now()
        for institution, state in ((haneul, "done"), (bada, "waiting")):
            SchemaMigration.objects.create(
                institution=institution, target="earlier", state=state, queued_at=now, finished_at=now
            )
        migrate_institutions([])
        assert [row.institution for row in SchemaMigration.objects.filter(target="earlier")] == [haneul]


def test_the_time_left_is_what_the_others_took(monkeypatch):
    clock = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr("tenants.migrations_across.runs.time.monotonic", lambda: next(clock))
    teller = Teller(5)
    assert (teller.one_more(), teller.one_more()) == ("[1/5, 40 s left]", "[2/5, 30 s left]")


def test_the_plan_says_who_will_wait_for_whom(fresh_institution, later):
    later(
        MORE
        + """migrations.RunSQL("ALTER TABLE people_department ALTER position TYPE bigint"),
             migrations.RunSQL("CREATE INDEX by_kind ON events_event (kind, id)"),"""
    )
    with public():
        (rehearsal,) = rehearse(behind([fresh_institution]))
        assert rehearsal.missing == ("themes.9999_later",)
        waits = {wait.table: wait for wait in rehearsal.waits}
        assert waits["people_department"].is_rewritten and not waits["themes_theme"].is_rewritten
        assert waits["people_department"].who == "nobody reads or writes it meanwhile"
        assert waits["events_event"].who == "nobody writes to it meanwhile"
        assert waits["events_event"].new_indexes == ("by_kind",)
        assert waits["events_event"].bytes > 0
        assert "accounts_user" not in waits and "themes_swatch" not in waits
        told = "\n".join(rehearsal.told(2))
        assert "people_department: nobody reads or writes it meanwhile; it is written anew" in told
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'rehearsal'")
            assert cursor.fetchone() == (0,)
    assert not has_swatches(fresh_institution), "it was only tried in a likeness"


def test_the_command_tells_the_plan_and_names_the_rings(haneul, monkeypatch):
    from tenants.management.commands import bring_to_head as command

    missing = (institution_head().names[-1],)
    with schema(haneul.schema_name), connection.cursor() as cursor:
        app, name = missing[0].split(".", 1)
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [app, name])
    monkeypatch.setattr(command, "rehearse", lambda ones: [])
    volunteer(institution=haneul, at=timezone.now())
    out = StringIO()
    with public():
        call_command("bring_to_head", plan=True, stdout=out)
        assert list(in_rings([Behind(haneul, missing)])[Ring.VOLUNTEERS]) == [Behind(haneul, missing)]
    assert missing[0] in out.getvalue() and haneul.schema_name in out.getvalue()
