"""Which migrations each release had: releases.toml, written by `manage.py note_release NAME` when one is made."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from tenants.connection import connection
from tenants.migrations_across.head import institution_head, public_head

FILE = Path(__file__).with_name("releases.toml")


@dataclass(frozen=True)
class Release:
    """`names` are `app.name` of every migration it had."""

    name: str
    names: frozenset[str]


def releases() -> list[Release]:
    """The oldest first; none before the first is noted."""
    if not FILE.exists():
        return []
    noted = tomllib.loads(FILE.read_text(encoding="utf-8")).get("release", [])
    return [Release(one["name"], frozenset(one["migrations"])) for one in noted]


def applied() -> frozenset[str]:
    """`app.name` of every migration that this database has had, of the platform's tables and the template's."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for schema in ("public", "blueprint"):
            table = sql.Identifier(schema, "django_migrations")
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{schema}.django_migrations"])
            if cursor.fetchone()[0]:
                cursor.execute(sql.SQL("SELECT app, name FROM {}").format(table))
                found |= {f"{app}.{name}" for app, name in cursor.fetchall()}
    return frozenset(found)


def releases_in(names: frozenset[str]) -> list[Release]:
    """The noted releases, as far as a database with these migrations went through them."""
    return [one for one in releases() if one.names <= names]


def note(name: str) -> Release:
    """Write down the migrations of the code at hand as those of release `name`. Raises ValueError if it is noted."""
    if any(one.name == name for one in releases()):
        raise ValueError(f"{name} is noted already.")
    names = sorted({*institution_head().names, *public_head().names})
    lines = [
        "",
        "[[release]]",
        f'name = "{name}"',
        "migrations = [",
        *(f'    "{one}",' for one in names),
        "]",
        "",
    ]
    with FILE.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return Release(name, frozenset(names))
