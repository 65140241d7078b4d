"""Sealing again with the newest key what older keys, or none, hold: in the schema at hand, some rows at a time.

Each portion is one transaction and each row says which key it is sealed with, so whoever is stopped begins where it
stopped, and what is written meanwhile is sealed with the newest key by itself.
"""

from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from platform_core.access.contact_sealing import PREFIX, newest, open_contact, seal_contact
from platform_core.access.sealed_fields import SealedJSONField, SealedTextField
from platform_core.access.sealing import seal, sealing_key, unseal

PORTION = 500
# Secrets sealed by sealing.seal: table and column.
LOCKED = (
    ("identity_guardianship", "mail"),
    ("identity_postalcheck", "address"),
    ("identity_provider", "secret"),
    ("moving_export", "passphrase"),
    ("outbound_ownsender", "private_key"),
    ("watching_alertreceiver", "secret"),
)


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    key: str
    is_json: bool = False
    is_locked: bool = False


def columns_here() -> list[Column]:
    """Of the tables that are in the schema at hand."""
    here = set(connection.introspection.table_names())
    found = []
    for model in apps.get_models():
        table, key = model._meta.db_table, str(model._meta.pk.column)
        if table not in here:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField | SealedJSONField):
                found.append(Column(table, str(field.column), key, isinstance(field, models.JSONField)))
            elif (table, field.column) in LOCKED:
                found.append(Column(table, str(field.column), key, is_locked=True))
    return sorted(found, key=lambda one: (one.table, one.name))


def waiting(column: Column) -> int:
    """How many rows the newest key does not hold."""
    if column.is_locked:
        return sum(_is_old(stored) for _key, stored in _locked_rows(column))
    asked = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(_name(column.table), _is_waiting(column))
    with connection.cursor() as cursor:
        cursor.execute(asked, [f"{PREFIX}{newest()}:%"])
        return int(cursor.fetchone()[0])


def reseal(column: Column, *, most: int = PORTION) -> int:
    """Up to `most` rows, in one transaction; returns how many. Raises BrokenSeal where a key is gone."""
    with transaction.atomic(), connection.cursor() as cursor:
        if column.is_locked:
            rows = [row for row in _locked_rows(column, held=True) if _is_old(row[1])][:most]
            changed = [(seal(unseal(stored)), key) for key, stored in rows]
        else:
            asked = sql.SQL("SELECT {}, {} FROM {} WHERE {} ORDER BY 1 LIMIT %s FOR UPDATE").format(
                _name(column.key), _value(column), _name(column.table), _is_waiting(column)
            )
            cursor.execute(asked, [f"{PREFIX}{newest()}:%", most])
            changed = [(seal_contact(open_contact(stored)), key) for key, stored in cursor.fetchall()]
        written = sql.SQL("UPDATE {} SET {} = {} WHERE {} = %s").format(
            _name(column.table),
            _name(column.name),
            sql.SQL("to_jsonb(%s::text)" if column.is_json else "%s"),
            _name(column.key),
        )
        for row in changed:
            cursor.execute(written, row)
    return len(changed)


def reseal_here(*, most: int = PORTION) -> int:
    """All of it in the schema at hand, portion by portion; returns how many rows."""
    done = 0
    for column in columns_here():
        while portion := reseal(column, most=most):
            done += portion
    return done


def _is_waiting(column: Column) -> sql.Composed:
    said = (
        "{0} IS NOT NULL AND {0}::text NOT IN ('{{}}', '[]', 'null', '\"\"')"
        if column.is_json
        else "{0} <> ''"
    )
    return sql.SQL(said + " AND {1} NOT LIKE %s").format(_name(column.name), _value(column))


def _value(column: Column) -> sql.Composable:
    """Of JSON the text itself where it is sealed, and the document where it is not yet."""
    if not column.is_json:
        return _name(column.name)
    return sql.SQL(
        "CASE jsonb_typeof({0}) WHEN 'string' THEN {0} #>> ARRAY[]::text[] ELSE {0}::text END"
    ).format(_name(column.name))


def _locked_rows(column: Column, *, held: bool = False) -> list[tuple[Any, str]]:
    """What a training copy put in their place opens nothing and is left alone.

    `held`: until the transaction ends, so that what is changed or forgotten meanwhile is not written back.
    """
    asked = sql.SQL("SELECT {}, {} FROM {} WHERE {} LIKE 'gAAAA%%' ORDER BY 1").format(
        _name(column.key), _name(column.name), _name(column.table), _name(column.name)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked + sql.SQL(" FOR UPDATE") if held else asked)
        return list(cursor.fetchall())


def _is_old(stored: str) -> bool:
    try:
        sealing_key().decrypt(stored.encode())
    except (InvalidToken, ValueError):
        return True
    return False


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
