"""The last release's code serves schemas that are already at the next one's version, or that version is refused."""

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from tenants.context import public, schema
from tenants.migrations_across import releases as kept
from tenants.migrations_across.contracting import complaints, complaints_about
from tenants.migrations_across.head import institution_head, public_head
from tenants.migrations_across.run import migrate_institutions
from tests.fixtures.later import behind

GOOD = """
migrations.AddField("department", "floor", models.CharField(max_length=9, db_default="1")),
migrations.AddField("department", "door", models.IntegerField(null=True)),
migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
migrations.AddField("room", "size", models.IntegerField(default=1)),
migrations.AddIndex("department", models.Index(fields=["name"], name="by_name")),
"""
BAD = 'migrations.AddField("department", "floor", models.CharField(max_length=9, default="1")),'
AREA = ModelState(
    "people",
    "Area",
    [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9, null=True))],
)


def said(*operations, contracts=None):
    migration = migrations.Migration("0002_next", "people")
    migration.operations = list(operations)
    if contracts:
        migration.contracts = contracts
    state = ProjectState()
    state.add_model(AREA.clone())
    return [one.words for one in complaints_about(migration, state, set(), {"1.0"})]


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.RemoveField("area", "name"), "takes away"),
        (migrations.RenameField("area", "name", "title"), "takes away"),
        (migrations.DeleteModel("Area"), "takes away"),
        (migrations.RenameModel("Area", "Zone"), "takes away"),
        (migrations.AddField("area", "code", models.TextField(default="")), "cannot insert"),
        (
            migrations.AlterField("area", "name", models.CharField(max_length=9, default="")),
            "no longer be null",
        ),
        (migrations.AlterField("area", "name", models.IntegerField(null=True)), "becomes integer"),
        (
            migrations.AlterField("area", "name", models.CharField(max_length=9, null=True, unique=True)),
            "unique",
        ),
        (
            migrations.AddConstraint(
                "area", models.CheckConstraint(condition=~models.Q(name=""), name="named")
            ),
            "forbids",
        ),
        (migrations.RunSQL("ALTER TABLE people_area DROP COLUMN name", ""), "DROP COLUMN"),
    ],
)
def test_what_old_code_would_notice_is_named(operation, words):
    (complaint,) = said(operation)
    assert words in complaint
    assert said(operation, contracts="1.0") == [], "the code let go of it in a release before"
    assert "not released" in said(operation, contracts="9.9")[0]


def test_what_old_code_does_not_notice_is_let_through():
    assert (
        said(
            migrations.AddField("area", "code", models.TextField(db_default="")),
            migrations.AddField("area", "note", models.TextField(null=True)),
            migrations.AlterField("area", "name", models.TextField(null=True)),
            migrations.CreateModel("Zone", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("zone", "name", models.TextField(default="")),
            migrations.RemoveField("zone", "name"),
            migrations.RunSQL("DROP INDEX IF EXISTS x", ""),
        )
        == []
    )


def test_this_release_can_come_while_the_last_one_serves():
    assert [str(one) for one in complaints(kept.releases())] == []


@pytest.mark.parametrize("operations", [GOOD, BAD])
def test_what_is_let_through_is_served_by_old_code_and_what_is_not_is_not(
    fresh_institution, later, operations, monkeypatch
):
    """The code of this test is the old one: it does not know the column."""
    from civic.people.models import Department

    now = frozenset({*institution_head().names, *public_head().names})
    later(operations, app="people")
    complained = complaints([kept.Release("1.0", now)])
    with public():
        assert migrate_institutions(behind([fresh_institution])) == []
    with schema(fresh_institution.schema_name):
        if operations is GOOD:
            assert complained == []
            assert Department.objects.create(name="가", code="new").pk
            assert Department.objects.filter(name="가").update(name="나") == 1
        else:
            assert [one.migration for one in complained] == ["people.9999_later"]
            with pytest.raises(IntegrityError):
                Department.objects.create(name="가", code="new")
    connection.set_schema_to_public()


def test_where_it_is_put_is_asked_which_release_it_is_at(haneul, tmp_path, monkeypatch):
    """A server that lets a release out is held against what it let go of, not against the newest that was noted."""
    monkeypatch.setattr(kept, "FILE", tmp_path / "releases.toml")
    first, last = kept.note("1.0"), kept.Release("1.1", frozenset({"people.0999_not_here"}))
    monkeypatch.setattr(kept, "releases", lambda: [first, last])
    with public():
        assert kept.releases_in(kept.applied()) == [first]
        assert complaints([first], known=kept.applied()) == []
    assert kept.releases_in(frozenset()) == []


def test_a_release_is_noted_once_and_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "FILE", tmp_path / "releases.toml")
    assert kept.releases() == []
    noted = kept.note("1.0")
    assert kept.releases() == [noted] and "themes.0001_initial" in noted.names
    with pytest.raises(ValueError, match="already"):
        kept.note("1.0")
    assert complaints(kept.releases()) == []
