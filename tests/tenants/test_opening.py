"""Opening an institution: complete, resumable, exclusive, and without remains when discarded."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants import events
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution, ProvisioningStep, Standing, StepState
from tenants.provisioning.blueprint.opening import drop_schema, schema_exists
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.placing import place_order
from tenants.provisioning.removal import remove_everything
from tenants.provisioning.run import (
    AlreadyRunning,
    NotInPreparation,
    StepFailed,
    discard_order,
    open_institution,
    run_steps,
)
from tenants.queries import institution_at
from tests.fixtures.institutions import a_free_host
from tests.tenants import slow_steps
from tests.waiting import until

GROUND_STEPS = ["tenants.provisioning.steps.create_schema", "tenants.provisioning.steps.open_doors"]


def an_order(**changes):
    fields = {"name": "별시", "host": "byeol.localhost", "administrator_email": "a@example.org", **changes}
    return InstitutionOrder(**fields)


def test_an_order_becomes_an_open_institution(db):
    heard = []
    institution = open_institution(
        order=an_order(), at=timezone.now(), announce=lambda step: heard.append((step.path, step.state))
    )
    assert institution.standing == Standing.OPEN and institution.opened_at
    assert institution_at("byeol.localhost") == institution
    assert [path for path, state in heard if state == StepState.DONE] == settings.PROVISIONING_STEPS
    with public():
        steps = ProvisioningStep.objects.filter(institution=institution)
        assert all(step.state == StepState.DONE and step.seconds < 5 for step in steps)
        kinds = Event.objects.filter(subject_id=institution.pk, subject_type="tenants.institution")
        assert {events.ORDERED, events.OPENED} <= set(kinds.values_list("kind", flat=True))
    with institution_context(institution):
        assert not User.objects.exists()


def test_running_again_does_nothing(haneul):
    heard = []
    run_steps(haneul, announce=heard.append)
    assert heard == []


def test_a_failing_step_keeps_the_institution_in_preparation_and_says_why(db, settings):
    settings.PROVISIONING_STEPS = [
        GROUND_STEPS[0],
        "tests.tenants.slow_steps.fail_while_broken",
        GROUND_STEPS[1],
    ]
    slow_steps.broken.append("yes")
    with pytest.raises(StepFailed, match="on fire"):
        open_institution(order=an_order(), at=timezone.now())
    slow_steps.broken.clear()
    with public():
        institution = Institution.objects.get(name="별시")
        states = list(institution.steps.values_list("state", "error"))
    assert institution.standing == Standing.PREPARING
    assert states == [("done", ""), ("failed", "RuntimeError: the printer is on fire"), ("waiting", "")]
    with institution_context(institution):
        assert not User.objects.exists()  # the failed step left nothing half done
    run_steps(institution)
    assert institution.standing == Standing.OPEN
    with institution_context(institution):
        assert User.objects.count() == 1


def test_steps_added_by_a_release_in_between_are_run_in_their_place(db, settings):
    settings.PROVISIONING_STEPS = GROUND_STEPS
    institution = place_order(order=an_order(), at=timezone.now())
    settings.PROVISIONING_STEPS = [
        GROUND_STEPS[0],
        "tests.tenants.slow_steps.fail_while_broken",
        GROUND_STEPS[1],
    ]
    run_steps(institution)
    with public():
        assert [step.path for step in institution.steps.all()] == settings.PROVISIONING_STEPS


def test_a_discarded_order_leaves_nothing(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PROVISIONING_STEPS = GROUND_STEPS[:1]
    institution = open_institution(order=an_order(), at=timezone.now())
    assert schema_exists(institution.schema_name)
    discard_order(institution=institution, at=timezone.now())
    assert not schema_exists(institution.schema_name)
    with public():
        assert not Institution.objects.filter(name="별시").exists()
        assert not Hostname.objects.filter(domain="byeol.localhost").exists()
    open_institution(order=an_order(), at=timezone.now())  # the host is free again


def test_what_was_opened_cannot_be_discarded(haneul):
    with pytest.raises(NotInPreparation):
        discard_order(institution=haneul, at=timezone.now())


def test_two_processes_never_open_the_same_institution_at_once(fresh_institution):
    outcomes = []

    def other_process():
        try:
            run_steps(fresh_institution)
        except AlreadyRunning:
            outcomes.append("kept out")
        finally:
            connection.close()

    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4707, %s)", [fresh_institution.pk])
        thread = threading.Thread(target=other_process)
        thread.start()
        thread.join()
        cursor.execute("SELECT pg_advisory_unlock(4707, %s)", [fresh_institution.pk])
    assert outcomes == ["kept out"]


CHILD = """
import django, sys
django.setup()
from django.conf import settings
from django.utils.module_loading import import_string
settings.PROVISIONING_STEPS = sys.argv[3:]
if sys.argv[2]:
    import_string(sys.argv[2])()
from tenants.provisioning.run import run_steps
from tenants.queries import institution_at
run_steps(institution_at(sys.argv[1]))
"""


def test_an_opening_killed_in_the_middle_is_resumed(fresh_institution, settings, tmp_path):
    """kill -9 while a step has written but not committed: the step is undone, and done once on resuming."""
    settings.PROVISIONING_STEPS = [
        GROUND_STEPS[0],
        "tests.tenants.slow_steps.write_and_wait",
        GROUND_STEPS[1],
    ]
    host = a_free_host()
    flag = tmp_path / "flag"
    institution = place_order(order=an_order(host=host, settings={"flag": str(flag)}), at=timezone.now())
    try:
        _run_and_kill(host, settings.PROVISIONING_STEPS, flag)
        with public():
            institution.refresh_from_db()
            states = list(institution.steps.values_list("state", flat=True))
        assert (institution.standing, states) == (Standing.PREPARING, ["done", "running", "waiting"])
        with institution_context(institution):
            assert not User.objects.exists()
        _run_patiently(institution)
        assert institution.standing == Standing.OPEN
        with institution_context(institution):
            assert User.objects.count() == 1
    finally:
        remove_everything(institution)
    assert not schema_exists(institution.schema_name)


def _run_and_kill(host, steps, flag: Path, *, prepare: str = "") -> None:
    """`prepare`: a function that the child calls before it begins."""
    root = Path(settings.BASE_DIR)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, host, prepare, *steps],
        cwd=root,
        env=_environment(),
        stderr=subprocess.PIPE,
    )
    until(lambda: flag.exists() or child.poll() is not None, "the step begins", seconds=30)
    running = child.poll() is None
    child.kill()
    _out, errors = child.communicate()
    assert flag.exists() and running, errors.decode()


def _environment():
    """This environment, with the test's database."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": f"{url}?host={database['HOST']}"
        + (f"&port={database['PORT']}" if database["PORT"] else ""),
        "DJANGO_SETTINGS_MODULE": "platform_core.project.settings",
    }


def _run_patiently(institution: Institution) -> None:
    """PostgreSQL notices a killed client only when it next reads from or writes to it."""
    for _ in range(100):
        try:
            return run_steps(institution)
        except AlreadyRunning:
            time.sleep(0.1)
    raise AssertionError("The lock of a killed process was never released.")


def test_dropping_is_repeatable(db):
    drop_schema("x_never_made")
