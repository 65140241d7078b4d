"""An opening killed at any point: gone on with, it comes to the same end; given up, it leaves nothing behind.

Killed here means: an exception that nothing catches, where kill -9 would have ended the process, one transaction's
worth at a time. tests/tenants/test_opening.py kills a real process in the middle of a step. By share: each point once
in one opening that is killed again and again; OPENING_KILLS=all also opens one institution for each point, and kills
a real process in the middle of each step.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from platform_core.events.models import Event
from tenants.context import institution_context, public
from tenants.designs.actions import design_from
from tenants.designs.file import written
from tenants.designs.ordering import order_from, shipped
from tenants.models import Institution, ProvisioningStep, Standing, StepState
from tenants.provisioning import run
from tenants.provisioning.blueprint.opening import schema_exists
from tenants.provisioning.placing import place_order
from tenants.provisioning.run import discard_order, open_institution, run_steps

MOMENTS = ("before", "in the middle", "afterwards")
POINTS = [(path, moment) for path in settings.PROVISIONING_STEPS for moment in MOMENTS]
# The ends of the first step, one in the middle, and the very last moment.
SOME = [POINTS[0], POINTS[1], POINTS[len(POINTS) // 2], POINTS[-2]]
ALL = os.environ.get("OPENING_KILLS") == "all"


class Killed(BaseException):
    """Nothing that opens an institution catches it."""


def an_order(host: str):
    given = {"name": "별시", "host": host, "administrator_email": "a@example.org"}
    return order_from(shipped("library"), **given)


@contextmanager
def killing_at(monkeypatch: pytest.MonkeyPatch, path: str, moment: str) -> Iterator[None]:
    """Before the step has done anything; when it has written and nothing is committed; when its end is committed."""
    real = run.import_string

    def found(wanted: str):
        step = real(wanted)

        def killed(institution: Institution) -> None:
            if wanted == path and moment == "before":
                raise Killed
            step(institution)
            if wanted == path and moment == "in the middle":
                raise Killed

        return killed

    with monkeypatch.context() as patched:
        patched.setattr(run, "import_string", found)
        yield


def killed(institution: Institution, path: str, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def hear(step: ProvisioningStep) -> None:
        if (step.path, step.state) == (path, StepState.DONE) and moment == "afterwards":
            raise Killed

    with killing_at(monkeypatch, path, moment), pytest.raises(Killed):
        run_steps(institution, announce=hear)
    # The lock and the place died with the process's connection.
    connection.set_schema_to_public()


def told(institution: Institution) -> dict[str, object]:
    """Everything that two institutions opened from the same order have in common."""
    with public():
        institution.refresh_from_db()
        states = sorted(institution.steps.values_list("path", "state"))
        kinds = Event.objects.filter(subject_type="tenants.institution", subject_id=institution.pk)
        recorded = sorted(kinds.values_list("kind", flat=True))
    with institution_context(institution):
        rows = rows_here()
    return {
        "standing": institution.standing,
        "entitlements": institution.entitlements,
        "settings": institution.settings,
        "steps": states,
        "events": recorded,
        "rows": rows,
        "design": written(design_from(institution)),
    }


def rows_here() -> dict[str, int]:
    """How many rows each table of the schema at hand has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        )
        names = [name for (name,) in cursor.fetchall()]
        union = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)  # noqa: S608
        cursor.execute(union)
        return dict(cursor.fetchall())


def test_an_opening_killed_at_every_point_comes_to_the_same_end(db, monkeypatch):
    whole = open_institution(order=an_order("byeol.localhost"), at=timezone.now())
    institution = place_order(order=an_order("dalgo.localhost"), at=timezone.now())
    for path, moment in POINTS:
        killed(institution, path, moment, monkeypatch)
        assert institution.steps.exclude(path=path).filter(state=StepState.RUNNING).count() == 0
    run_steps(institution)
    assert told(institution) == told(whole)


@pytest.mark.parametrize(("path", "moment"), POINTS if ALL else SOME)
def test_an_order_given_up_at_any_point_leaves_nothing_behind(
    db, monkeypatch, tmp_path, settings, path, moment
):
    settings.MEDIA_ROOT = tmp_path
    before = traces()
    institution = place_order(order=an_order("byeol.localhost"), at=timezone.now())
    (tmp_path / institution.schema_name / "emblems").mkdir(parents=True)
    killed(institution, path, moment, monkeypatch)
    with public():
        institution.refresh_from_db()
    if institution.standing != Standing.PREPARING:
        return  # its doors are open: it is suspended, archived and erased, never discarded
    with connection.cursor() as cursor:
        # One transaction holds this whole test: what it deferred must be settled before a schema can go.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda do, *args, **kwargs: do())
        discard_order(institution=institution, at=timezone.now())
    assert not schema_exists(institution.schema_name)
    assert list(tmp_path.iterdir()) == []
    assert traces() == before


def traces() -> dict[str, int]:
    """Rows of every public table but the history of what operators did."""
    with public():
        return {name: rows for name, rows in rows_here().items() if name != "events_event"}


@pytest.mark.skipif(not ALL, reason="OPENING_KILLS=all kills a real process in the middle of each step")
@pytest.mark.parametrize("place", range(len(settings.PROVISIONING_STEPS)))
def test_a_process_killed_in_the_middle_of_a_step_is_followed_by_another(fresh_institution, tmp_path, place):
    from tenants.provisioning.removal import remove_everything
    from tests.fixtures.institutions import a_free_host
    from tests.tenants.test_opening import _run_and_kill, _run_patiently

    steps = [*settings.PROVISIONING_STEPS]
    host, flag = a_free_host(), tmp_path / "flag"
    institution = place_order(order=an_order(host), at=timezone.now())
    whole = open_institution(order=an_order(a_free_host()), at=timezone.now())
    with public():
        Institution.objects.filter(pk=institution.pk).update(
            settings={**institution.settings, "flag": str(flag), "kill": steps[place]}
        )
    try:
        # The same steps, each wrapped so that the one whose turn it is waits after it has written.
        _run_and_kill(host, steps, flag, prepare="tests.tenants.slow_steps.wait_in_the_middle")
        with public():
            institution.refresh_from_db()
            institution.settings = {
                name: value for name, value in institution.settings.items() if name not in ("flag", "kill")
            }
            institution.save(update_fields=["settings"])
        _run_patiently(institution)
        assert told(institution) == told(whole)
    finally:
        remove_everything(institution)
        remove_everything(whole)
