"""Every hour: recount = ledger = table = tree = what was published. Whatever does not agree is named by its entry."""

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from civic.ledger.hashing import fold, root_of
from civic.ledger.keeping import not_kept
from civic.ledger.models import Check, Checkpoint, Tile
from civic.ledger.publishing import name_of, places
from civic.ledger.signing import hash_of_note, is_signed_by_us
from civic.ledger.taking_over import is_taken_over
from civic.ledger.tiles import BITS, BYTES, WIDTH, reader
from platform_core.events.actions import record

log = logging.getLogger("madang.ledger")
# So many are named; the rest is the same break seen again.
MOST = 20
# So many of the newest published checkpoints are read again.
READ_AGAIN = 1_000
ROWS = """
SELECT 'support' AS kind, true AS counts, proposal_id AS item, citizen_id AS person FROM proposals_support
UNION ALL SELECT 'dislike', true, proposal_id, citizen_id FROM proposals_dislike
UNION ALL SELECT CASE WHEN invalidation IS NULL THEN said ELSE 'invalidated' END, false, proposal_id, citizen_id
          FROM proposals_setaside
UNION ALL SELECT 'carried', true, merger_id, citizen_id FROM proposals_carriedsupport
UNION ALL SELECT 'opinion', true, opinion_id, citizen_id FROM debates_opinionsupport
UNION ALL SELECT 'comment', true, comment_id, citizen_id FROM proposals_commentsupport
UNION ALL SELECT 'vote', true, ballot_id, person_id FROM ballots_voter WHERE person_id IS NOT NULL
UNION ALL SELECT kind || '_out', false, item, person FROM restraints_aside
UNION ALL SELECT 'count', true, ballot_id, 0 FROM ballots_countlog
"""
# Items whose rows are not what the ledger says of them.
TOTALS = """
WITH counted AS (SELECT kind, counts, item, count(*) AS n FROM ({ROWS}) r GROUP BY 1, 2, 3),
     entered AS (SELECT kind, counts, item, sum(step) AS n, max(id) AS newest FROM ledger_entry GROUP BY 1, 2, 3)
SELECT kind, item, coalesce(counted.n, 0), coalesce(entered.n, 0), entered.newest
FROM counted FULL JOIN entered USING (kind, counts, item)
WHERE coalesce(counted.n, 0) <> coalesce(entered.n, 0) ORDER BY kind, item LIMIT {MOST}
""".replace("{ROWS}", ROWS).replace("{MOST}", str(MOST))
# People who have not left: whose row has no entry, or whose entry has no row.
PERSONS = """
WITH here AS (SELECT id FROM accounts_user WHERE withdrawn_at IS NULL),
     counted AS (SELECT kind, counts, item, person, count(*) AS n FROM ({ROWS}) r
                 WHERE person IN (SELECT id FROM here) GROUP BY 1, 2, 3, 4),
     entered AS (SELECT e.kind, e.counts, e.item, o.person, sum(e.step) AS n, max(e.id) AS newest
                 FROM ledger_entry e JOIN ledger_opening o ON o.entry_id = e.id
                 WHERE o.person IN (SELECT id FROM here) GROUP BY 1, 2, 3, 4)
SELECT kind, item, coalesce(counted.n, 0), coalesce(entered.n, 0), entered.newest
FROM counted FULL JOIN entered USING (kind, counts, item, person)
WHERE coalesce(counted.n, 0) <> coalesce(entered.n, 0) ORDER BY kind, item, newest LIMIT {MOST}
""".replace("{ROWS}", ROWS).replace("{MOST}", str(MOST))
# Entries whose commitment is not of what they say.
COMMITMENTS = """
SELECT e.id FROM ledger_entry e JOIN ledger_opening o ON o.entry_id = e.id
WHERE e.commitment <> ledger_commitment(
    ledger_deed(e.id, e.kind, e.step, e.item, o.person, e.at), e.counts, o.deed_salt, o.effect_salt)
ORDER BY e.id LIMIT {MOST}
""".replace("{MOST}", str(MOST))
# Files of votes that are not what was entered: another digest, or other lines than it was made of.
FILES = """
SELECT e.id, e.item FROM ledger_entry e JOIN ballots_countlog l ON l.ballot_id = e.item
WHERE e.kind = 'count' AND (
    e.commitment <> ledger_commitment(ledger_count_deed(e.id, e.item, l.digest, e.at), true, ''::bytea, ''::bytea)
    OR l.digest <> encode(sha256(convert_to(l.lines, 'UTF8')), 'hex'))
ORDER BY e.id LIMIT {MOST}
""".replace("{MOST}", str(MOST))
LEAVES = """
SELECT array_agg(id ORDER BY id), string_agg(sha256('\\x00'::bytea || commitment), ''::bytea ORDER BY id)
FROM (SELECT id, commitment, (row_number() OVER (ORDER BY id) - 1) / 256 AS tile FROM ledger_entry
      WHERE id <= %(last)s) e
GROUP BY tile ORDER BY tile
"""


def check(*, at: datetime) -> Check:
    """One run, written down; alarms where something does not agree. One snapshot: what happens meanwhile is not seen."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        newest = Checkpoint.objects.first()
        findings = list(islice(_findings(newest), MOST))
        run = Check.objects.create(
            at=at,
            entries=newest.size if newest else 0,
            checkpoints=Checkpoint.objects.count(),
            findings=findings,
        )
        if findings:
            record("ledger.check.failed", run, at=at, findings=findings)
    for finding in findings:
        log.error("The ledger does not agree: %s", finding)
    return run


def _findings(newest: Checkpoint | None) -> Iterator[str]:
    if is_taken_over():
        yield from _counts()
    for (entry,) in _ask(COMMITMENTS):
        yield f"Entry {entry}: it was changed, its commitment is of something else."
    for entry, ballot in _ask(FILES):
        yield f"Entry {entry}: the file of the papers of vote {ballot} is not the one that was entered."
    if newest is None:
        if _ask("SELECT 1 FROM ledger_tile LIMIT 1"):
            yield "The tree has tiles and no checkpoint."
        return
    yield from (f"Entry 1 and after: {name} is not kept by privilege." for name in not_kept())
    yield from _tree(newest)
    yield from _notes()
    yield from _published()


def _counts() -> Iterator[str]:
    for statement, whose in ((TOTALS, "in all"), (PERSONS, "of one person")):
        for kind, item, rows, entered, entry in _ask(statement):
            yield f"Entry {entry or 'missing'}: {kind} of {item}, {whose}: {rows} rows, {entered} by the ledger."


def _tree(newest: Checkpoint) -> Iterator[str]:
    """Leaves are the entries; nodes are of what lies below."""
    size, below = 0, list[bytes]()
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, {"last": newest.last_entry})
        for number, (entries, hashes) in enumerate(cursor):
            size += len(entries)
            now, kept = bytes(hashes), _tile(0, number)
            if kept != now:
                place = _first_difference(kept, now)
                yield f"Entry {entries[min(place, len(entries) - 1)]}: leaf {number * WIDTH + place} of the tree is not it."
                return
            if len(now) == BYTES:
                below.append(fold(now))
    if size != newest.size:
        yield f"Entry after {newest.last_entry}: {size} entries, and {newest.size} in the tree."
    yield from _nodes(below)


def _nodes(below: list[bytes]) -> Iterator[str]:
    level = 1
    while below:
        above = []
        for number in range(-(-len(below) // WIDTH)):
            hashes = b"".join(below[number * WIDTH : (number + 1) * WIDTH])
            if _tile(level, number) != hashes:
                yield f"Entry of leaf {number << (BITS * level)} and after: tile {level}/{number} is not of them."
            if len(hashes) == BYTES:
                above.append(fold(hashes))
        below, level = above, level + 1


def _notes() -> Iterator[str]:
    """Signed, chained, and each of the tree as far as it reached: an earlier one is a beginning of a later one."""
    hash_of, previous = reader(), ""
    for one in Checkpoint.objects.order_by("id").iterator():
        lines = one.note.split("\n")
        if not is_signed_by_us(one.note):
            yield f"Checkpoint {one.pk} up to entry {one.last_entry}: not signed with our key."
        if f"previous {hash_of_note(previous)}" not in lines:
            yield f"Checkpoint {one.pk} up to entry {one.last_entry}: it does not follow the one before."
        try:
            root = root_of(one.size, hash_of)
        except (Tile.DoesNotExist, ValueError):
            root = b""
        if [str(one.size), b64encode(root).decode()] != lines[1:3] or root != bytes(one.root):
            yield f"Checkpoint {one.pk} up to entry {one.last_entry}: its root is not that of the entries."
        previous = one.note


def _published() -> Iterator[str]:
    for one in Checkpoint.objects.order_by("-id")[:READ_AGAIN]:
        for number, place in enumerate(places(), start=1):
            if not place.exists(name_of(one)):
                continue  # waits to be published: publish() goes on where it stopped
            with place.open(name_of(one)) as file:
                said = json.loads(file.read())
            if said.get("note") != one.note:
                yield f"Checkpoint {one.pk} up to entry {one.last_entry}: place {number} published another one."


def _tile(level: int, number: int) -> bytes:
    found = Tile.objects.filter(level=level, number=number).values_list("hashes", flat=True).first()
    return bytes(found) if found is not None else b""


def _first_difference(kept: bytes, now: bytes) -> int:
    for place in range(0, max(len(kept), len(now)), 32):
        if kept[place : place + 32] != now[place : place + 32]:
            return place // 32
    return 0


def _ask(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
