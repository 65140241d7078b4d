"""What has happened since the day that is restored, and must not be undone with the rest.

Letters that were sent stay sent and news that was told stays told; who had left or erased something stays gone; nobody
signs in with a password they had changed; and no number is given twice, neither to a row nor to a file's owner.
In the schema at hand, which took the place of `kept` in this very transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from platform_core.accounts.actions import PERSON_WITHDREW, leave_again
from platform_core.accounts.models import User
from tenants.connection import connection
from tenants.moving.classified import classified
from tenants.moving.shapes import Shape, sequences_of, shapes_of
from tenants.moving.taking_over import leave_waiting_to_the_other

# Kinds of columns whose emptying was an erasure.
PERSONAL = ("name", "mail", "phone", "words", "writing", "filename")


@dataclass(frozen=True)
class Lived:
    """How much of the time since was kept."""

    letters: int = 0
    told: int = 0
    left_again: int = 0
    emptied: int = 0


def carry_over(*, kept: str, at: datetime) -> Lived:
    """`kept` is "" when nothing is left of the living schema: then nothing that waited is sent."""
    _run(sql.SQL("DELETE FROM django_session"))
    if not kept:
        letters, told = leave_waiting_to_the_other(at=at)
        return Lived(letters=letters, told=told)
    shapes = shapes_of(connection.connection, connection.schema_name)
    lived = shapes_of(connection.connection, kept)
    letters = _letters(kept)
    told = _run(TOLD, kept)
    _run(HEARD, kept)
    _keys_of_people(kept)
    emptied = _emptied(kept, shapes, lived)
    left = _left(kept)
    _go_on_counting(kept)
    return Lived(letters=letters, told=told, left_again=left, emptied=emptied)


STATE_OF_LETTERS = sql.SQL(
    "UPDATE outbound_outboundmail h SET state = k.state, sent_at = k.sent_at, attempts = k.attempts, "
    "last_error = k.last_error, send_after = k.send_after FROM {kept}.outbound_outboundmail k "
    "WHERE h.id = k.id AND h.created_at = k.created_at AND h.state = 'waiting'"
)
# Deleted since, by whoever keeps letters for some days only, or with the person they were for.
GONE_LETTERS = sql.SQL(
    "UPDATE outbound_outboundmail h SET state = 'failed', last_error = 'Gone since.' WHERE h.state = 'waiting' "
    "AND NOT EXISTS (SELECT FROM {kept}.outbound_outboundmail k WHERE h.id = k.id AND h.created_at = k.created_at)"
)
# What was written about since and has left: the same news is not written about again.
LETTERS_SINCE = sql.SQL(
    "INSERT INTO outbound_outboundmail ({columns}) SELECT {columns_k} FROM {kept}.outbound_outboundmail k "
    "WHERE k.dedupe_key IS NOT NULL AND k.state <> 'waiting' "
    "AND NOT EXISTS (SELECT FROM outbound_outboundmail h WHERE h.dedupe_key = k.dedupe_key OR h.id = k.id)"
)
TOLD = sql.SQL(
    "UPDATE events_event h SET announced_at = k.announced_at FROM {kept}.events_event k "
    "WHERE h.id = k.id AND h.at = k.at AND h.kind = k.kind AND h.announced_at IS NULL AND k.announced_at IS NOT NULL"
)
HEARD = sql.SQL(
    "INSERT INTO events_hearing (event_id, listener, heard_at) SELECT k.event_id, k.listener, k.heard_at "
    "FROM {kept}.events_hearing k JOIN events_event h ON h.id = k.event_id AND h.announced_at IS NULL "
    "JOIN {kept}.events_event e ON e.id = h.id AND e.at = h.at AND e.kind = h.kind ON CONFLICT DO NOTHING"
)
PASSWORDS = sql.SQL(
    "UPDATE accounts_user h SET password = k.password, session_epoch = greatest(h.session_epoch, k.session_epoch) + 1 "
    "FROM {kept}.accounts_user k WHERE h.id = k.id AND h.joined_at = k.joined_at"
)
FACTORS = sql.SQL(
    "DELETE FROM mfa_authenticator; INSERT INTO mfa_authenticator ({columns}) SELECT {columns_k} "
    "FROM {kept}.mfa_authenticator k JOIN accounts_user h ON h.id = k.user_id "
    "JOIN {kept}.accounts_user u ON u.id = h.id AND u.joined_at = h.joined_at"
)
WHO_LEFT = sql.SQL(
    "SELECT k.id, k.withdrawn_at, coalesce((SELECT (e.data ->> 'keep_writings')::boolean FROM {kept}.events_event e "
    "WHERE e.kind = %s AND e.subject_id = k.id ORDER BY e.id DESC LIMIT 1), true) "
    "FROM {kept}.accounts_user k JOIN accounts_user h ON h.id = k.id AND h.joined_at = k.joined_at "
    "WHERE k.withdrawn_at IS NOT NULL AND h.withdrawn_at IS NULL ORDER BY k.id"
)


def _letters(kept: str) -> int:
    done = _run(STATE_OF_LETTERS, kept) + _run(GONE_LETTERS, kept)
    names = [
        name
        for name in shapes_of(connection.connection, connection.schema_name)["outbound_outboundmail"].names
        # Who it was for may not be there any more.
        if name != "user_id"
    ]
    return done + _run(LETTERS_SINCE, kept, names)


def _keys_of_people(kept: str) -> None:
    _run(PASSWORDS, kept)
    names = shapes_of(connection.connection, connection.schema_name)["mfa_authenticator"].names
    _run(FACTORS, kept, names)


def _left(kept: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(WHO_LEFT.format(kept=sql.Identifier(kept)), [PERSON_WITHDREW])
        found = cursor.fetchall()
    for pk, left_at, keep_writings in found:
        leave_again(user=User.objects.get(pk=pk), keep_writings=keep_writings, at=left_at)
    return len(found)


def _emptied(kept: str, shapes: dict[str, Shape], lived: dict[str, Shape]) -> int:
    """What people or the clock emptied since stays empty, and the row stands as it did when it was emptied."""
    done = 0
    for name, table in sorted(classified().items()):
        if name not in shapes or name not in lived or not shapes[name].key or name == "accounts_user":
            continue
        columns = [
            column.name
            for column in shapes[name].columns
            if column.is_text and table.kinds[column.name] in PERSONAL and column.name in lived[name].names
        ]
        if columns:
            done += _run(_emptying(shapes[name], columns), kept)
    return done


def _emptying(shape: Shape, columns: list[str]) -> sql.SQL:
    along = [*columns, *(name for name in ("standing",) if name in shape.names)]
    sets = ", ".join(f'"{name}" = k."{name}"' for name in along)
    same = " AND ".join(f'h."{name}" = k."{name}"' for name in shape.key)
    emptied = " OR ".join(f"(h.\"{name}\" <> '' AND coalesce(k.\"{name}\", '') = '')" for name in columns)
    return sql.SQL(  # names are the catalog's own, and no one else's
        f'UPDATE "{shape.name}" h SET {sets} FROM {{kept}}."{shape.name}" k WHERE {same} AND ({emptied})'  # noqa: S608
    )


def _go_on_counting(kept: str) -> None:
    """A number that was given since is not given to something else: letters, links and memories know it."""
    here = connection.schema_name
    with connection.cursor() as cursor:
        mine = sequences_of(connection.connection, here)
        for name, value in sequences_of(connection.connection, kept).items():
            if value > mine.get(name, 0):
                cursor.execute("SELECT setval(to_regclass(%s), %s, true)", [f'"{here}"."{name}"', value])


def _run(statement: Any, kept: str = "", columns: list[str] | None = None) -> int:
    """Returns how many rows its last part changed."""
    if kept:
        names = columns or []
        statement = statement.format(
            kept=sql.Identifier(kept),
            columns=sql.SQL(", ").join(map(sql.Identifier, names)),
            columns_k=sql.SQL(", ").join(sql.Identifier("k", name) for name in names),
        )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return max(0, cursor.rowcount)
