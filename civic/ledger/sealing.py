"""Every ten minutes: what was entered since goes into the tree, in the order of row numbers, under a signed note.

Row numbers are given before commits, so the tree ends where nobody who wrote earlier is still under way: whoever
held the table when its last number was read must have ended. Nobody waits for the sealer.
"""

from collections.abc import Iterator
from datetime import datetime
from time import monotonic, sleep
from typing import Any

from django.db import connection, transaction

from civic.ledger.hashing import root_of
from civic.ledger.models import Checkpoint
from civic.ledger.signing import signed_note
from civic.ledger.tiles import BYTES, WIDTH, Growing, reader

LEAVES = """
SELECT string_agg(sha256('\\x00'::bytea || commitment), ''::bytea ORDER BY id), max(id)
FROM (SELECT id, commitment FROM ledger_entry WHERE id > %(last)s AND id <= %(upto)s ORDER BY id LIMIT %(most)s) e
"""
PORTION = 100_000
LAST = "SELECT coalesce(max(id), 0) FROM ledger_entry"
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'ledger_entry'::regclass AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""
# Any constant will do; the schema's own hash is added.
LOCK = 0x6C656467
PATIENCE = 2.0


def seal(*, at: datetime) -> Checkpoint | None:
    """None when nothing was entered since, another sealer is at work, or somebody is still writing after PATIENCE."""
    upto = last_settled()
    return _seal_up_to(upto, at) if upto is not None else None


def last_settled() -> int | None:
    """The last row number below which nothing can appear any more."""
    upto = int(_ask(LAST)[0][0])
    waiting = {row[0] for row in _ask(WRITERS)}
    patience = monotonic() + PATIENCE
    while waiting:
        if monotonic() > patience:
            return None
        sleep(0.02)
        waiting &= {row[0] for row in _ask(WRITERS)}
    return upto


@transaction.atomic
def _seal_up_to(upto: int, at: datetime) -> Checkpoint | None:
    if not _ask("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [LOCK])[0][0]:
        return None
    newest = Checkpoint.objects.first()
    size, last = (newest.size, newest.last_entry) if newest else (0, 0)
    growing, grown = Growing(size), size
    for hashes, highest in _leaves(last, upto):
        room = (WIDTH - grown % WIDTH) * 32
        for begin in (0, *range(room, len(hashes), BYTES)):
            growing.add(hashes[begin : begin + BYTES if begin else room])
        grown, last = grown + len(hashes) // 32, highest
    if grown == size:
        return None
    growing.save()
    root = root_of(grown, reader())
    note = signed_note(size=grown, root=root, previous=newest.note if newest else "", at=at)
    return Checkpoint.objects.create(size=grown, last_entry=last, root=root, note=note, at=at)


def _leaves(last: int, upto: int) -> Iterator[tuple[bytes, int]]:
    """Hashes side by side, and the row number of the last of them; PORTION of them at a time."""
    while True:
        hashes, highest = _ask(LEAVES, {"last": last, "upto": upto, "most": PORTION})[0]
        if hashes is None:
            return
        yield bytes(hashes), highest
        last = highest


def _ask(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
