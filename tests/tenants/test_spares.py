"""Spare schemas: an opening takes one whole, makes its own when there is none, and never a stale one."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from platform_core.accounts.models import User
from tenants.context import institution_context, public, schema
from tenants.migrations_across.bring import bring_to_head
from tenants.migrations_across.drift import find_drift
from tenants.migrations_across.plan import institutions_with_schema, plan_for_institutions
from tenants.models import Blueprint, Institution, SpareSchema
from tenants.provisioning.blueprint import store
from tenants.provisioning.blueprint.fingerprint import fingerprint_here
from tenants.provisioning.blueprint.opening import drop_schema, schema_exists
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.placing import place_order
from tenants.provisioning.removal import remove_everything
from tenants.provisioning.run import open_institution
from tenants.provisioning.spares import Kept, keep_spares, take_spare
from tenants.tasks import keep_spare_schemas
from tests.fixtures.institutions import a_free_host
from tests.tenants.test_opening import _run_and_kill, _run_patiently


def names() -> list[str]:
    with public():
        return list(SpareSchema.objects.order_by("id").values_list("name", flat=True))


def a_name() -> str:
    return f"x_{uuid4().hex[:12]}"


def an_order(host: str = "byeol.localhost", **changes) -> InstitutionOrder:
    return InstitutionOrder(name="별시", host=host, administrator_email="a@example.org", **changes)


@pytest.fixture
def kept_apart(fresh_institution):
    """Spares that are really committed; gone afterwards."""
    yield fresh_institution
    keep_spares(0)
    assert names() == []


def test_an_opening_takes_a_spare_and_is_like_every_other(db, haneul):
    wanted = fingerprint_here()
    assert keep_spares(2) == Kept(made=2, dropped=0)
    first, second = names()
    institution = open_institution(order=an_order(), at=timezone.now())
    assert names() == [second]
    assert not schema_exists(first)
    with institution_context(institution):
        assert fingerprint_here() == wanted
        assert User.objects.create_user("first@example.org", name="처음").pk == 1
    with public():
        assert institution in institutions_with_schema()
    assert institution.schema_name not in {
        one.institution.schema_name for one in plan_for_institutions().behind
    }


def test_without_a_spare_the_schema_is_made(db):
    assert names() == []
    name = a_name()
    assert not take_spare(name)
    institution = open_institution(order=an_order(), at=timezone.now())
    assert institution.is_open and schema_exists(institution.schema_name)


def test_keeping_makes_what_is_missing_and_no_more(db):
    assert keep_spares(1) == Kept(1, 0)
    assert keep_spares(1) == Kept(0, 0)
    assert keep_spares(2) == Kept(1, 0)
    oldest = names()[0]
    assert keep_spares(1) == Kept(0, 1)
    assert names() == [oldest]
    assert keep_spares(0) == Kept(0, 1)


def test_the_clock_keeps_as_many_as_the_settings_say(db, settings):
    settings.SPARE_SCHEMAS = 1
    keep_spare_schemas()
    assert len(names()) == 1


def test_a_spare_is_no_institution(db, haneul):
    with public():
        before = Institution.objects.count()
    schemas = plan_for_institutions().schemas
    keep_spares(1)
    with schema(names()[0]), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations; CREATE TABLE stray ()")
    with public():
        assert Institution.objects.count() == before
    assert plan_for_institutions().schemas == schemas
    assert plan_for_institutions().behind == ()
    assert find_drift() == []


def test_an_altered_spare_is_passed_over_and_dropped(db):
    keep_spares(2)
    altered, good = names()
    with schema(altered), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user ADD COLUMN nickname text")
    name = a_name()
    assert take_spare(name)
    assert (names(), schema_exists(altered), schema_exists(good)) == ([], True, False)
    assert keep_spares(0) == Kept(made=0, dropped=1)
    assert not schema_exists(altered)


def test_a_spare_dropped_by_hand_is_not_missed(db):
    keep_spares(1)
    drop_schema(names()[0])
    assert not take_spare(a_name())


def test_spares_of_an_earlier_head_are_never_taken_and_leave_with_it(db, quick_migrations):
    keep_spares(1)
    stale = names()[0]
    with public():
        Blueprint.objects.update(digest="earlier", migrations=[])
    assert not take_spare(a_name())
    assert schema_exists(stale)
    report = bring_to_head()
    assert report.blueprint_rebuilt
    assert not schema_exists(stale)
    assert names() == []
    assert keep_spares(1) == Kept(made=1, dropped=0)
    assert take_spare(a_name())


def test_an_older_worker_makes_none_in_a_newer_database(db):
    with public():
        Blueprint.objects.update(digest="newer", migrations=["people.9999_later"])
    assert keep_spares(1) == Kept(0, 0)
    with public():
        assert Blueprint.objects.get().digest == "newer"


def test_a_stopped_opening_gives_its_spare_back(db):
    keep_spares(1)
    spare, name = names()[0], a_name()
    with pytest.raises(RuntimeError), transaction.atomic():
        assert take_spare(name)
        raise RuntimeError("the lights went out")
    assert names() == [spare]
    assert schema_exists(spare) and not schema_exists(name)


def test_a_killed_opening_gives_its_spare_back(kept_apart, settings, tmp_path):
    """kill -9 after the spare got its new name and before that was committed."""
    settings.PROVISIONING_STEPS = [
        "tests.tenants.slow_steps.name_a_spare_and_wait",
        "tenants.provisioning.steps.open_doors",
    ]
    keep_spares(1)
    spare, host, flag = names()[0], a_free_host(), tmp_path / "flag"
    institution = place_order(order=an_order(host, settings={"flag": str(flag)}), at=timezone.now())
    try:
        _run_and_kill(host, settings.PROVISIONING_STEPS, flag)
        assert names() == [spare]
        assert schema_exists(spare) and not schema_exists(institution.schema_name)
        _run_patiently(institution)
        assert names() == [] and schema_exists(institution.schema_name)
    finally:
        remove_everything(institution)


def test_of_two_openings_one_gets_the_only_spare_and_the_other_its_own_schema(kept_apart):
    keep_spares(1)
    both_hold = threading.Barrier(2, timeout=20)
    got: dict[str, bool] = {}

    def opening(name: str) -> None:
        try:
            with transaction.atomic():
                got[name] = take_spare(name)
                both_hold.wait()  # neither has committed while the other takes
        finally:
            connection.close()

    mine = [a_name(), a_name()]
    threads = [threading.Thread(target=opening, args=[name]) for name in mine]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert sorted(got.values()) == [False, True]
        assert [schema_exists(name) for name in mine] == [got[name] for name in mine]
    finally:
        for name in mine:
            drop_schema(name)


def test_two_keepers_make_no_more_than_one_would(kept_apart):
    def keep() -> None:
        try:
            keep_spares(2)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names()) == 2


def test_a_blueprint_waits_for_an_opening_that_holds_its_spare(kept_apart):
    """A schema that is taken at this moment is migrated afterwards: nobody is left between two heads."""
    keep_spares(1)
    name, waited = a_name(), []

    def rebuild() -> None:
        try:
            with public(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [store.LOCK])
                waited.append(not cursor.fetchone()[0])
        finally:
            connection.close()

    try:
        with transaction.atomic():
            assert take_spare(name)
            thread = threading.Thread(target=rebuild)
            thread.start()
            thread.join()
        assert waited == [True]
    finally:
        drop_schema(name)
