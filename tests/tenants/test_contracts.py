"""What no file of this house may do, and what the two kinds of schema may have in common."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.operations.special import RunPython, RunSQL, SeparateDatabaseAndState

from tenants.context import public
from tenants.migrations_across.head import institution_head, public_head
from tenants.migrations_across.one_schema import refuse_non_atomic

ROOT = Path(settings.BASE_DIR)
ROOMS = ["tenants", "platform_core", "civic", "billing", "themes"]
# Standing in both kinds of schema: people, their sessions, what happened, what is sent.
IN_BOTH = {
    "django_migrations",
    "django_session",
    "accounts_user",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "events_event",
    "events_hearing",
    "outbound_outboundmail",
}


def tables_here() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {name for (name,) in cursor.fetchall()}


def test_no_table_is_in_public_and_in_institutions_except_the_ground(haneul):
    ours = tables_here()
    with public():
        assert ours & tables_here() <= IN_BOTH


def test_institution_rooms_have_no_table_in_public(haneul):
    labels = [
        config.label for config in apps.get_app_configs() if config.name.startswith(("civic", "themes"))
    ]
    with public():
        strays = [name for name in tables_here() if name.startswith(tuple(f"{label}_" for label in labels))]
    assert strays == []


def test_no_foreign_key_leaves_its_schema(haneul):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conrelid::regclass, confrelid::regclass FROM pg_constraint c
               JOIN pg_class a ON a.oid = conrelid JOIN pg_class b ON b.oid = confrelid
               WHERE contype = 'f' AND a.relnamespace <> b.relnamespace"""
        )
        assert cursor.fetchall() == []


def our_files(pattern: str = "*.py") -> list[Path]:
    return [file for room in ROOMS for file in (ROOT / room).rglob(pattern)]


def test_nobody_outside_tenants_touches_the_search_path():
    word = re.compile(
        r"search_path|set_schema\(|set_tenant\(|\.forget_search_path|TENANT_LIMIT_SET_CALLS = True", re.I
    )
    found = [
        str(file.relative_to(ROOT))
        for file in our_files()
        if not file.is_relative_to(ROOT / "tenants") and word.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_contexts_are_not_used_as_decorators():
    word = re.compile(r"^\s*@(schema_context|tenant_context|institution_context|public)\b", re.M)
    assert [str(file) for file in our_files() if word.search(file.read_text(encoding="utf-8"))] == []


OUR_MIGRATIONS = [
    migration
    for migration in {*institution_head().migrations, *public_head().migrations}
    if type(migration).__module__.partition(".")[0] in ROOMS
]


@pytest.mark.parametrize("migration", OUR_MIGRATIONS, ids=str)
def test_a_migration_is_atomic_and_can_be_taken_back(migration):
    refuse_non_atomic([migration])
    operations = list(migration.operations)
    while operations:
        operation = operations.pop()
        if isinstance(operation, SeparateDatabaseAndState):
            operations += operation.database_operations
        if isinstance(operation, RunPython):
            assert operation.reverse_code is not None, f"{migration}: RunPython without reverse_code"
        if isinstance(operation, RunSQL):
            assert operation.reverse_sql is not None, f"{migration}: RunSQL without reverse_sql"


# What a field needs at import: a default's or a validator's function, which must never go away.
ALLOWED_IMPORTS = {"tenants.models"}


@pytest.mark.parametrize("migration", OUR_MIGRATIONS, ids=str)
def test_a_migration_imports_no_code_that_will_change_under_it(migration):
    file = ROOT / (type(migration).__module__.replace(".", "/") + ".py")
    imported = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    ours = {name for name in imported if name.partition(".")[0] in ROOMS}
    assert ours <= ALLOWED_IMPORTS
