"""내 정보: everything that is kept of one person, table by table, as the rooms declare it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from psycopg import sql

from platform_core.access.contact_sealing import open_contact
from platform_core.access.sealed_fields import SealedTextField
from platform_core.accounts.models import User
from platform_core.accounts.personal import Held, Words, declared
from tenants.moving.classified import classified

# They open something, or are fingerprints that say nothing to anybody.
NEVER_HANDED = frozenset({"token", "mark", "elsewhere"})
# Of one table in one file. Nobody comes near it; a program that writes day and night might.
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Kept:
    """`rows` by the number they have; `count` says how many there are, of which `rows` may be the newest."""

    table: str
    what: Words
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    count: int


def kept_of(user: User, *, most: int = MOST_ROWS) -> Iterator[Kept]:
    """Tables in which something is; two queries for each of those, one for the others."""
    for held in declared()[0]:
        if count := _count(held, user):
            columns = columns_of(held)
            yield Kept(held.table, held.what, columns, _rows(held, columns, user, most), count)


def columns_of(held: Held) -> tuple[str, ...]:
    kinds = classified()[held.table].kinds
    return tuple(
        name
        for name, kind in kinds.items()
        if name not in held.without
        and name != held.by
        and kind not in NEVER_HANDED
        and not kind.startswith("secret")
    )


def _count(held: Held, user: User) -> int:
    asked = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(held.table), _theirs(held))
    with connection.cursor() as cursor:
        cursor.execute(asked, [user.pk])
        return int(cursor.fetchone()[0])


def _rows(held: Held, columns: tuple[str, ...], user: User, most: int) -> list[dict[str, Any]]:
    asked = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} DESC LIMIT {}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier(held.table),
        _theirs(held),
        sql.SQL(", ").join(map(sql.Identifier, columns)) if "id" not in columns else sql.Identifier("id"),
        sql.Literal(most),
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [user.pk])
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        for name in _sealed_in(held.table).intersection(columns):
            if isinstance(row[name], str):
                row[name] = open_contact(row[name])
    return rows


@cache
def _sealed_in(table: str) -> frozenset[str]:
    """Columns that are opened for whom they are about. A seal that somebody typed elsewhere stays what they typed:
    nobody has another's opened here.
    """
    fields = (
        field
        for model in apps.get_models()
        if model._meta.db_table == table
        for field in model._meta.concrete_fields
    )
    return frozenset(str(field.column) for field in fields if isinstance(field, SealedTextField))


def _theirs(held: Held) -> sql.Composable:
    if held.among:
        whose: sql.Composable = sql.SQL("{} @> ARRAY[%s]::bigint[]").format(sql.Identifier(held.by))
    elif held.through is None:
        whose = sql.SQL("{} = %s").format(sql.Identifier(held.by))
    else:
        whose = sql.SQL("{} IN (SELECT id FROM {} WHERE {} = %s)").format(
            *(sql.Identifier(name) for name in (held.through.column, held.through.table, held.through.theirs))
        )
    return sql.SQL("({}) AND ({})").format(whose, sql.SQL(held.only or "true"))
