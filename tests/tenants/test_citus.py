"""Where the database is a Citus coordinator (`CITUS=1 DATABASE_URL=… pytest`): an institution is one shard, and whole."""

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from civic.ledger.models import Entry
from platform_core.project.places import CITUS, databases
from tenants.context import institution_context, public
from tenants.provisioning.blueprint.opening import schema_exists
from tests.fixtures.people import new_citizen
from tests.fixtures.proposing import new_proposal


def has_citus() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")
        return bool(cursor.fetchone()[0])


@pytest.fixture
def shard(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if not has_citus():
            pytest.skip("this PostgreSQL has no Citus")
    institution = request.getfixturevalue("fresh_institution")
    with public(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM citus_schemas WHERE schema_name::text = %s", [institution.schema_name]
        )
        assert cursor.fetchone()[0] == 1
    return institution


def test_every_connection_asks_for_a_shard_for_each_schema_when_it_is_told_to(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://madang@coordinator/madang")
    monkeypatch.delenv("CITUS", raising=False)
    assert "citus" not in databases()["default"]["OPTIONS"]["options"]
    monkeypatch.setenv("CITUS", "1")
    assert all(one in databases()["default"]["OPTIONS"]["options"] for one in CITUS)


def test_an_institution_is_a_shard_where_people_take_part(shard):
    with institution_context(shard):
        before = Entry.objects.count()
        assert new_proposal(author=new_citizen("한시민"), supports=2, at=timezone.now()).pk
        assert Entry.objects.count() > before, "the ledger's triggers ran"


def test_its_schema_is_renamed_in_a_transaction(shard):
    """As a restore does."""
    name = shard.schema_name
    with public(), connection.cursor() as cursor:
        for one, other in ((name, f"{name}_x"), (f"{name}_x", name)):
            cursor.execute(f"ALTER SCHEMA {one} RENAME TO {other}")
            assert schema_exists(other)


def test_no_key_leaves_a_schema(haneul):
    """What makes sharding by schema possible, with or without Citus."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid "
            "WHERE c.contype = 'f' AND a.relnamespace <> b.relnamespace"
        )
        assert cursor.fetchall() == []
        assert settings.DATABASES["default"]["ENGINE"] == "tenants.backend"
