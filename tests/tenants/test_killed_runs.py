"""However often and wherever a run is killed (kill -9), every schema is wholly at one version, and the end is reached.

By default five schemas and two kills. MADANG_KILL_DRILL=100x10 brings 100 schemas to head and kills ten times.
"""

import os
import random
import signal
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.utils import timezone

from tenants.context import public, schema
from tenants.migrations_across.plan import plan_for_institutions
from tenants.migrations_across.run import migrate_institutions
from tenants.models import Institution, SchemaMigration, Standing
from tenants.provisioning.blueprint.fingerprint import fingerprint_here
from tenants.provisioning.blueprint.opening import make_schema
from tenants.provisioning.removal import remove_everything
from tests.fixtures.later import MORE, behind
from tests.waiting import until

HOW_MANY, KILLS = map(int, os.environ.get("MADANG_KILL_DRILL", "5x2").split("x"))
PARALLEL = 2


@pytest.fixture
def houses(django_db_setup, django_db_blocker) -> Iterator[list[Institution]]:
    """Schemas alone: nobody lives in them."""
    with django_db_blocker.unblock(), public():
        made = []
        try:
            for number in range(HOW_MANY):
                one = Institution.objects.create(
                    name=f"{number}구", standing=Standing.OPEN, opened_at=timezone.now()
                )
                made.append(one)
                make_schema(one.schema_name)
            yield made
        finally:
            for one in made:
                remove_everything(one)


def state_of(house: Institution) -> tuple[bool, str]:
    """Whether its history says that it is at the new version; and its whole structure, in one word."""
    with schema(house.schema_name):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM django_migrations WHERE name = '9999_later')")
            (is_new,) = cursor.fetchone()
        return is_new, fingerprint_here()


def run_elsewhere(houses: list[Institution]) -> int:
    """Another process, which is this one's child, brings them to head; returns its number."""
    child = os.fork()
    if child:
        return child
    try:
        inherited = connections["default"].connection  # the parent's: neither used nor closed here
        connections["default"].connection = None
        connections["default"].connect()
        with public():
            failures = migrate_institutions(behind(houses), parallel=PARALLEL)
        del inherited
        os._exit(len(failures))
    finally:
        os._exit(99)


def done_among(houses: list[Institution]) -> int:
    with public():
        return SchemaMigration.objects.filter(institution__in=houses, state="done").count()


def kill_on_its_way(houses: list[Institution], wanted: float, chance: random.Random) -> None:
    """Begin a run, and kill it at some moment after `wanted` of the schemas are done."""
    child = run_elsewhere(houses)
    until(lambda: _works() or _ended(child), "the run begins")
    until(lambda: done_among(houses) >= wanted or _ended(child), "it is on its way", 600)
    time.sleep(chance.random() * 0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    # A statement that had been sent is worked on to its end, whoever sent it.
    until(lambda: not _works(), "PostgreSQL has noticed")


def test_every_schema_is_wholly_at_one_version_wherever_a_run_is_killed(houses, later):
    (old,) = {state_of(house) for house in houses}
    later(MORE)
    plan_for_institutions()  # the code's migrations are read before the children are born
    chance = random.Random(HOW_MANY)
    seen = []
    for kill in range(KILLS):
        done = done_among(houses)
        kill_on_its_way(houses, done + (HOW_MANY - done) * chance.random() / (KILLS - kill + 1), chance)
        states = [state_of(house) for house in houses]
        new = {state for state in states if state[0]}
        assert {state for state in states if not state[0]} <= {old}
        assert len(new) <= 1 and all(fingerprint != old[1] for _is_new, fingerprint in new)
        seen.append(sum(state[0] for state in states))
    assert seen == sorted(seen), "what was done stays done"
    with public():
        assert migrate_institutions(behind(houses), parallel=PARALLEL) == []
    assert {state_of(house)[0] for house in houses} == {True}
    assert len({state_of(house)[1] for house in houses}) == 1
    print(f"{HOW_MANY} schemas, {KILLS} kills; at the new version after each: {seen}")


def _works() -> bool:
    """Whether somebody else is in a transaction of this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend')"
        )
        return bool(cursor.fetchone()[0])


def _ended(child: int) -> bool:
    """Without taking its number back: it may still be killed safely."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
