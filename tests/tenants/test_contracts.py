"""What no file of this house may do, and what the two kinds of schema may have in common."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends import db
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
    "accounts_signedin",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "events_event",
    "events_hearing",
    "outbound_bounce",
    "outbound_outboundmail",
    "outbound_ownsender",
    "outbound_senttext",
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


def our_files_saying(*words: str) -> list[Path]:
    """Only these are taken apart: most files do not even have the words."""
    return [file for file in our_files() if all(word in file.read_text(encoding="utf-8") for word in words)]


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
    for migration in dict.fromkeys([*public_head().migrations, *institution_head().migrations])
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


# Each with what makes its key complete: a memory without the institution in its key serves one city's data to
# another.
CACHED = {
    "civic.people.queries._roles_statement": "writes SQL, reads no row",
    "platform_core.web.dns._resolver": "name servers of this deployment",
    "platform_core.access.contact_sealing._ring": "keys of this deployment; the schema is sealed in with each contact",
    "platform_core.access.sealing._keys": "keys of this deployment; the schema is sealed in with each secret",
    "platform_core.accounts.backends._reading": "names of columns",
    "platform_core.ui.whole._account_menu": "draws its arguments and nothing else",
    "civic.processes.queries._rules_of": "the schema's name is its first argument",
    "civic.processes.words.telling._told": "the institution's schema and the language are in the key; versions never change",
    "civic.processes.working_days.public_holidays": "the calendar of a country",
    "civic.processes.engine.calendar._after_days": "arithmetic on its arguments",
    "civic.processes.presets.preset": "a file of this project",
    "civic.processes.document.shipped.shipped_names": "files of this project",
    "tenants.moving.classified.classified": "files of this project",
    "platform_core.accounts.personal.declared": "names of tables and columns of this project",
    "tenants.designs.catalogue.text_of": "a file of this project",
    "tenants.designs.catalogue.titles_of": "a file of this project",
    "civic.guide.chapters.chapters": "files of this project",
    "civic.portal.blocks.rendered": "renders its argument and nothing else",
    "civic.portal.cards.draw": "draws its argument and nothing else",
    "civic.portal.debates_found._composed": "writes SQL from its arguments, reads no row",
    "civic.portal.debate_reading._print_of": "writes SQL, reads no row",
    "civic.portal.debate_reading.read": "reads its argument and nothing else",
    "civic.privacy.my_data._sealed_in": "names of columns",
    "civic.proposals.guarding._guard_of": "the schema's name is its first argument; versions never change",
    "civic.proposals.listing.rows_in": "reads its argument and nothing else",
    "civic.proposals.queries._composed": "writes SQL from its arguments, reads no row",
    "tenants.queries._statement": "writes SQL, reads no row",
    "tenants.watching.figures.tables_of_files": "names of tables",
    "tenants.provisioning.order.known_zones": "names of time zones",
    "themes.icons.drawn_emblem": "files of this project in the colours it is told",
    "platform_core.documents.letters._bold": "a file of this project",
    "platform_core.documents.letters.characters": "a file of this project",
    "platform_core.documents.letters.face": "a file of this project",
    "themes.queries._sewn": "sews its arguments and nothing else",
    "themes.catalogue.catalogue": "files of this project",
    "civic.wording.glossary.starter": "a file of this project",
    "platform_core.text.plainness.official_words": "a file of this project",
    "platform_core.text.plainness._list_of": "a file of this project",
    "platform_core.ui.templatetags.ui.icon": "a file of this project",
    "platform_core.ui.templatetags.ui.emblem": "a file of this project",
    "platform_core.ui.templatetags.ui.hero_ornament": "a file of this project",
    "platform_core.ui.frame._draw": "draws its key and nothing else",
    "platform_core.ui.context.languages": "settings",
    "tenants.migrations_across.head.loader": "the code's migrations",
    "tenants.migrations_across.head.institution_head": "the code's migrations",
    "tenants.migrations_across.head.public_head": "the code's migrations",
}


def functions_in(file: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def test_what_a_process_remembers_is_listed_with_what_makes_it_safe():
    found = {
        f"{str(file.relative_to(ROOT))[:-3].replace('/', '.').removesuffix('.__init__')}.{function.name}"
        for file in our_files_saying("cache")
        for function in functions_in(file)
        if any(
            re.search(r"\b(lru_)?cache\b", ast.unparse(decorator)) for decorator in function.decorator_list
        )
    }
    assert found - set(CACHED) == set(), "a new memory: is the institution in its key? Then list it"


def test_a_locked_row_is_locked_alone():
    """Tried: with a join, the row vanishes for those who waited while the joined key changed."""
    found = []
    for file in our_files_saying("select_for_update(", "select_related("):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            chain = ast.unparse(node)
            if "select_for_update(" in chain and "select_related(" in chain and "of=" not in chain:
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_nothing_in_public_is_bound_to_the_schema_it_was_made_in(db):
    """A view, a SQL-standard body or SET search_path in public would read one institution for all."""
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND (prosqlbody IS NOT NULL OR proconfig IS NOT NULL)"
        )
        assert cursor.fetchall() == []


def test_settings_that_would_let_an_institution_leak():
    engine = import_module(settings.SESSION_ENGINE)
    assert issubclass(engine.SessionStore, db.SessionStore)  # rows in the institution's own schema
    assert "django.contrib.sessions" not in set(settings.SHARED_APPS) - set(settings.TENANT_APPS)
    assert settings.SESSION_COOKIE_DOMAIN is None and settings.CSRF_COOKIE_DOMAIN is None
    assert settings.LANGUAGE_COOKIE_DOMAIN is None
    assert settings.USE_X_FORWARDED_HOST is False
    assert settings.TENANT_LIMIT_SET_CALLS is False
    assert not getattr(settings, "PG_EXTRA_SEARCH_PATHS", [])
    assert all("*" not in origin for origin in settings.CSRF_TRUSTED_ORIGINS)
