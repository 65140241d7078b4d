"""The ledger is append-only by privilege: the role that serves pages may add and read, and nothing else."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from civic.journeys.support import give_support, withdraw_support
from civic.ledger.checking import check
from civic.ledger.keeping import keep_by_privilege, not_kept
from civic.ledger.receipts import standing_of, unlink_person
from civic.ledger.sealing import seal
from tests.fixtures.people import new_citizen

ROLES = Path(__file__).parents[3] / "deploy" / "postgres" / "ledger.sql"
KEPT = ("entry", "opening", "tile", "checkpoint")


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def served(haneul, settings, tmp_path):
    """Pages are served by a role that owns the schema and is no superuser; the deployment's own file has been run."""
    settings.MEDIA_ROOT = str(tmp_path)
    run(
        ROLES.read_text(encoding="utf-8")
        .replace("madang_ledger", "test_ledger")
        .replace("session_user", "current_setting('role')")
    )
    run("CREATE ROLE test_serves")
    run(f"ALTER SCHEMA {haneul.schema_name} OWNER TO test_serves")
    run(
        "DO $$ DECLARE one record; BEGIN FOR one IN SELECT oid::regclass AS name, relkind FROM pg_class"
        f" WHERE relnamespace = '{haneul.schema_name}'::regnamespace AND relkind = 'r' LOOP"
        " EXECUTE format('ALTER TABLE %s OWNER TO test_serves', one.name); END LOOP;"
        " FOR one IN SELECT oid::regprocedure AS name FROM pg_proc"
        f" WHERE pronamespace = '{haneul.schema_name}'::regnamespace LOOP"
        " EXECUTE format('ALTER FUNCTION %s OWNER TO test_serves', one.name); END LOOP; END $$"
    )
    run("SET LOCAL ROLE test_serves")
    return haneul


def test_what_was_entered_is_added_to_and_never_changed(served, make_proposal):
    item, person = make_proposal(), new_citizen("김시민")
    assert not_kept() == [f"ledger_{one}" for one in sorted(KEPT)]
    assert keep_by_privilege() == 4
    assert keep_by_privilege() == 0 and not_kept() == []
    give_support(proposal=item, citizen=person)
    seal(at=timezone.now())
    withdraw_support(proposal=item, citizen=person)
    give_support(proposal=item, citizen=person)
    seal(at=timezone.now())
    assert len(standing_of(person.pk)) == 1
    assert check(at=timezone.now()).findings == []
    for statement in (
        *(f"TRUNCATE ledger_{one}" for one in KEPT),
        *(f"ALTER TABLE ledger_{one} DISABLE TRIGGER ALL" for one in KEPT),
        "UPDATE ledger_entry SET counts = false",
        "UPDATE ledger_opening SET person = 1",
        "UPDATE ledger_checkpoint SET size = 9",
        "UPDATE ledger_tile SET number = 9",
        *(f"DELETE FROM ledger_{one}" for one in KEPT if one != "opening"),
        "CREATE OR REPLACE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        f"SELECT madang_keeper.give_back('{served.schema_name}')",
    ):
        with (
            pytest.raises(DatabaseError, match="must be owner|permission denied") as refused,
            transaction.atomic(),
        ):
            run(statement)
        assert getattr(refused.value.__cause__, "sqlstate", "") == "42501", statement
    # Salts are destroyed when somebody leaves: the one thing that may go.
    assert unlink_person(person.pk) == 3


def test_nobody_hands_over_what_is_somebody_elses(bada, served):
    with pytest.raises(DatabaseError, match="Only who owns"), transaction.atomic():
        run(f"SELECT madang_keeper.hand_over('{bada.schema_name}')")
