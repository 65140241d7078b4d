"""A schema that somebody changed by hand is found, and it is said in what it differs."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tenants.context import public
from tenants.migrations_across.drift import find_drift, write_down_drift
from tenants.migrations_across.records import SchemaDrift
from tenants.migrations_across.tasks import look_for_drift
from tenants.provisioning.blueprint.opening import schema_exists
from tenants.provisioning.blueprint.store import TEMPLATE

# What somebody does by hand, and what is then said: what is missing, and what is too much.
BY_HAND = {
    "table": ("CREATE UNLOGGED TABLE by_hand ()", (), ("table by_hand unlogged",)),
    "column": (
        "ALTER TABLE people_department ALTER name TYPE varchar(9), ALTER code DROP NOT NULL",
        ("column people_department.code ", "column people_department.name text not null"),
        ("column people_department.code ", "column people_department.name character varying(9) not null"),
    ),
    "default": (
        "ALTER TABLE people_department ALTER name SET DEFAULT 'x'",
        (),
        ("default people_department.name 'x'",),
    ),
    "constraint": (
        "ALTER TABLE people_department ADD CONSTRAINT by_hand CHECK (name > 'a') NOT VALID",
        (),
        ("constraint people_department.by_hand not valid CHECK",),
    ),
    "index": (
        "CREATE INDEX by_hand ON events_event (kind)",
        (),
        ("index CREATE INDEX by_hand ON events_event USING btree (kind)",),
    ),
    "trigger": (
        "CREATE TRIGGER by_hand BEFORE UPDATE ON people_department FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        (),
        ("trigger CREATE TRIGGER by_hand BEFORE UPDATE ON people_department",),
    ),
    "function": (
        "CREATE FUNCTION by_hand() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        (),
        ("function by_hand() returns integer",),
    ),
    "privilege": (
        "GRANT SELECT ON people_department TO public; GRANT UPDATE (name) ON people_department TO public",
        (),
        ("everybody may select people_department", "everybody may update people_department.name"),
    ),
}


@pytest.mark.parametrize("kind", BY_HAND)
def test_what_was_done_by_hand_is_said(haneul, bada, kind):
    statement, missing, too_much = BY_HAND[kind]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    (drift,) = find_drift()
    assert drift.institution == haneul
    told = [one for one in drift.differences if one.kind == kind]
    for expected, lines in (
        (missing, [one.line for one in told if not one.is_surplus]),
        (too_much, [one.line for one in told if one.is_surplus]),
    ):
        assert len(lines) == len(expected)
        for line, beginning in zip(sorted(lines), sorted(expected), strict=True):
            assert line.startswith(beginning)
    others = {one.kind for one in drift.differences} - {kind}
    assert others <= {"privilege"}, "whose a new thing is, is said too; nothing else"


def test_one_question_for_each_kind_however_many_schemas(haneul, bada, django_assert_max_num_queries):
    find_drift()  # the blueprint's migrations are read once
    # The search path twice, the blueprint, the institutions, who is behind, the institutions again; a savepoint, a
    # timeout, eight kinds, and the savepoint's end.
    with public(), django_assert_max_num_queries(20):
        assert find_drift() == []


def test_a_database_made_of_backups_has_no_template_and_gets_one(haneul, bada):
    with public():
        drop_schema_of_template()
        assert find_drift() == []
        assert schema_exists(TEMPLATE)


def drop_schema_of_template():
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {TEMPLATE} CASCADE")


def test_what_was_seen_is_kept_until_the_next_look(haneul, bada):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_department ADD COLUMN by_hand int")
    now = timezone.now()
    write_down_drift(at=now)
    with public():
        row = SchemaDrift.objects.get()
        assert (row.institution, row.kind, row.is_surplus, row.seen_at) == (haneul, "column", True, now)
        assert row.line == "column people_department.by_hand integer"
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("report_drift", stdout=out)
    assert "  has    column people_department.by_hand integer" in out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_department DROP COLUMN by_hand")
    assert look_for_drift() == 0
    with public():
        assert not SchemaDrift.objects.exists()
