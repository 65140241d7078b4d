"""«내 참여 확인»: a person's own entries, and the proof that the signed tree holds them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from civic.ledger.hashing import inclusion_proof, leaf_hash
from civic.ledger.models import Checkpoint, Entry, Kind, Opening
from civic.ledger.tiles import reader

# What is still said, by the newest entry that says so: moving between what counts and what lies aside changes neither.
STANDING = """
SELECT entry, kind, item, (SELECT at FROM ledger_entry e WHERE e.id = entry) FROM (
    SELECT max(e.id) FILTER (WHERE e.step = 1) AS entry, e.kind, e.item
    FROM ledger_opening o JOIN ledger_entry e ON e.id = o.entry_id WHERE o.person = %(person)s
    GROUP BY e.kind, e.item HAVING sum(e.step) > 0
) said WHERE entry < %(before)s ORDER BY entry DESC LIMIT %(most)s
"""
OPENED = """
SELECT ledger_deed(e.id, e.kind, e.step, e.item, o.person, e.at), o.deed_salt,
       sha256(o.effect_salt || CASE WHEN e.counts THEN '\\x01'::bytea ELSE '\\x00'::bytea END), e.commitment
FROM ledger_entry e JOIN ledger_opening o ON o.entry_id = e.id
WHERE e.id = %(entry)s AND o.person = %(person)s
"""

COUNTED = """
SELECT e.id, ledger_count_deed(e.id, e.item, l.digest, e.at), e.commitment
FROM ledger_entry e JOIN ballots_countlog l ON l.ballot_id = e.item
WHERE e.kind = 'count' AND e.item = %(ballot)s ORDER BY e.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Something this person said, and still says."""

    entry: int
    kind: Kind
    item: int
    at: datetime


def standing_of(person: int, *, before: int = 2**62, most: int = 20) -> list[Standing]:
    """The newest first."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"person": person, "before": before, "most": most})
        return [Standing(pk, Kind(kind), item, at) for pk, kind, item, at in cursor.fetchall()]


def receipt_of(*, person: int, entry: int) -> dict[str, Any] | None:
    """What the person may check by themselves, as plain data; None when the entry is not theirs.

    Without "note" while the entry waits for the next checkpoint. Hashes are hexadecimal.
    """
    with connection.cursor() as cursor:
        cursor.execute(OPENED, {"entry": entry, "person": person})
        found = cursor.fetchone()
    if found is None:
        return None
    deed, salt, effect, commitment = found
    opened = {
        "format": "madang-receipt 1",
        "entry": entry,
        "deed": deed,
        "salt": bytes(salt).hex(),
        "effect": bytes(effect).hex(),
    }
    return {**opened, **_proof(entry, bytes(commitment))}


def receipt_of_count(ballot: int) -> dict[str, Any] | None:
    """For everybody: that the ledger holds the digest of the papers' file. As receipt_of; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"ballot": ballot})
        found = cursor.fetchone()
    if found is None:
        return None
    entry, deed, commitment = found
    opened = {
        "format": "madang-receipt 1",
        "entry": entry,
        "deed": deed,
        "salt": "",
        "effect": sha256(b"\x01").hexdigest(),
    }
    return {**opened, **_proof(entry, bytes(commitment))}


def _proof(entry: int, commitment: bytes) -> dict[str, Any]:
    """Against the newest checkpoint: the same tree for everybody."""
    place = place_of(entry)
    newest = Checkpoint.objects.first()
    if place is None or newest is None:
        return {}
    proof = inclusion_proof(place, newest.size, reader())
    return {
        "index": place,
        "leaf": leaf_hash(commitment).hex(),
        "proof": [one.hex() for one in proof],
        "note": newest.note,
    }


def place_of(entry: int) -> int | None:
    """Which leaf of the tree it is; None while it waits."""
    sealing = Checkpoint.objects.filter(last_entry__gte=entry).order_by("last_entry").first()
    if sealing is None:
        return None
    before = Checkpoint.objects.filter(last_entry__lt=entry).order_by("-last_entry").first()
    size, last = (before.size, before.last_entry) if before else (0, 0)
    return size + Entry.objects.filter(id__gt=last, id__lt=entry).count()


def unlink_person(person: int) -> int:
    """Destroy the salts: nobody can tell any longer whose these entries are. Returns how many."""
    gone, _kinds = Opening.objects.filter(person=person).delete()
    return gone
