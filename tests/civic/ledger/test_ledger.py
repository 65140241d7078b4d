"""What people said is in the ledger, in the tree and on their receipts, and nobody changes it unseen."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from civic.abuse.invalidating import begin, carry_on, count_first, undo
from civic.abuse.limiting import lift_quietly, limit_quietly
from civic.abuse.selecting import Conditions
from civic.journeys.support import give_support, withdraw_support
from civic.ledger.checking import check
from civic.ledger.hashing import inclusion_proof, leaf_hash, node_hash, root_by_proof, root_of
from civic.ledger.models import Checkpoint, Entry, Opening, Takeover, Tile
from civic.ledger.publishing import name_of, places, publish
from civic.ledger.receipts import place_of, receipt_of, standing_of
from civic.ledger.sealing import seal
from civic.ledger.signing import public_keys
from civic.ledger.taking_over import is_taken_over, take_over_some
from civic.ledger.verify_ledger import verify
from civic.proposals.models import Said, SetAside, Support
from platform_core.accounts.actions import withdraw_from
from platform_core.events.actions import announce_pending
from tests.fixtures.people import new_citizen


def now():
    return timezone.now()


def sql(statement, *values):
    """As somebody with every right at the database, past all triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def second(settings, tmp_path):
    settings.LEDGER_SECOND_PLACE = str(tmp_path / "second")
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def said(haneul, make_proposal, second):
    """Three supports of one proposal, one taken back; sealed and published."""
    item = make_proposal()
    people = [new_citizen(f"이웃 {number}") for number in range(3)]
    for one in people:
        give_support(proposal=item, citizen=one)
    withdraw_support(proposal=item, citizen=people[2])
    seal(at=now())
    publish()
    return item, people


def steps():
    return list(Entry.objects.order_by("id").values_list("kind", "step", "counts"))


def test_giving_and_taking_back_are_entries_of_the_same_transaction(said):
    item, people = said
    assert steps() == [("support", 1, True)] * 3 + [("support", -1, True)]
    assert set(Entry.objects.values_list("item", flat=True)) == {item.pk}
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        give_support(proposal=item, citizen=people[2])
        raise ZeroDivisionError
    give_support(proposal=item, citizen=people[0])
    assert Entry.objects.count() == 4
    assert check(at=now()).findings == []


def test_taken_out_and_brought_back_are_entries_too(said, make_staff):
    item, people = said
    administrator = make_staff("administrator", name="관리자")
    conditions = Conditions(items=(item.pk,))
    row = count_first(said=Said.SUPPORT, asked=conditions, reason="한 곳에서", by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    while carry_on(pk=row.pk, at=now()):
        pass
    assert sorted(steps()[4:]) == [("invalidated", 1, False)] * 2 + [("support", -1, True)] * 2
    assert [one.kind for one in standing_of(people[0].pk)] == ["invalidated"]
    assert check(at=now()).findings == []
    undo(invalidation=row, reason="잘못", by=administrator, at=now())
    while carry_on(pk=row.pk, at=now()):
        pass
    assert [one.kind for one in standing_of(people[0].pk)] == ["support"]
    assert check(at=now()).findings == []


def test_who_is_quietly_limited_gets_the_receipt_everybody_gets(said, make_staff):
    item, people = said
    administrator = make_staff("administrator", name="관리자")
    words = {"ground": "repeated", "reason": "까닭", "by": administrator, "at": now()}
    limit = limit_quietly(person=people[2], days=3, **words)
    give_support(proposal=item, citizen=people[2])
    assert SetAside.objects.count() == 1
    seal(at=now())
    (mine,) = standing_of(people[2].pk)
    quiet = receipt_of(person=people[2].pk, entry=mine.entry)
    (theirs,) = standing_of(people[0].pk)
    assert quiet.keys() == receipt_of(person=people[0].pk, entry=theirs.entry).keys()
    assert mine.kind == theirs.kind
    assert "counts" not in json.dumps(quiet)
    assert verify(quiet, public_keys()) == ""
    lift_quietly(restraint=limit, gives_back=True, reason="까닭", by=administrator, at=now())
    (after,) = standing_of(people[2].pk)
    assert (after.kind, after.at) == (mine.kind, mine.at)
    assert check(at=now()).findings == []


def test_a_receipt_is_proven_by_the_script_that_anybody_may_run(said):
    _item, people = said
    (mine,) = standing_of(people[1].pk)
    receipt = receipt_of(person=people[1].pk, entry=mine.entry)
    assert verify(receipt, public_keys()) == ""
    assert receipt_of(person=people[0].pk, entry=mine.entry) is None
    for changed in (
        {"deed": receipt["deed"].replace("given", "gone")},
        {"index": receipt["index"] + 1},
        {"salt": "00" * 16},
        {"note": receipt["note"].replace("\n4\n", "\n5\n")},
        {"proof": receipt["proof"][:-1]},
    ):
        assert verify({**receipt, **changed}, public_keys()), changed
    assert verify(receipt, ["A" * 43 + "="])


def test_whoever_leaves_cannot_be_found_and_the_tree_stays(said):
    item, people = said
    root = Checkpoint.objects.get().root
    withdraw_from(user=people[0], keep_writings=True, at=now())
    announce_pending()
    assert not Opening.objects.filter(person=people[0].pk).exists()
    assert standing_of(people[0].pk) == []
    assert check(at=now()).findings == []
    give_support(proposal=item, citizen=new_citizen("뒤에 온 사람"))
    seal(at=now())
    assert bytes(Checkpoint.objects.order_by("id")[0].root) == bytes(root)
    assert check(at=now()).findings == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET counts = false",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_opening SET person = 1",
        "UPDATE ledger_checkpoint SET size = 9",
        "DELETE FROM ledger_checkpoint",
        "UPDATE ledger_tile SET hashes = decode(repeat('00', 128), 'hex')",
        "DELETE FROM ledger_tile",
    ],
)
def test_the_database_refuses_to_change_what_was_entered(said, statement):
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def _rewrite(note_of):
    one = Checkpoint.objects.first()
    sql("UPDATE ledger_checkpoint SET note = %s WHERE id = %s", note_of(one.note), one.pk)


def _publish_another(number):
    one, place = Checkpoint.objects.first(), places()[number]
    place.delete(name_of(one))
    place.save(name_of(one), ContentFile(json.dumps({"note": "another"}).encode()))


def _first():
    return Entry.objects.order_by("id")[0].pk


# Twelve ways to change what people said, by somebody with every right at the database.
TAMPERING = {
    "a support slipped in": lambda item, who: sql(
        "INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified) VALUES (%s, %s, now(), false)",
        item.pk,
        who[2].pk,
    ),
    "a support taken away": lambda item, who: sql(
        "DELETE FROM proposals_support WHERE citizen_id = %s", who[0].pk
    ),
    "one person's support given to another": lambda item, who: sql(
        "UPDATE proposals_support SET citizen_id = %s WHERE citizen_id = %s", who[2].pk, who[0].pk
    ),
    "a support set aside unseen": lambda item, who: sql(
        "INSERT INTO proposals_setaside (proposal_id, citizen_id, said, given_at, verified)"
        " VALUES (%s, %s, 'support', now(), false)",
        item.pk,
        who[1].pk,
    ),
    "an entry changed": lambda item, who: sql("UPDATE ledger_entry SET at = now() WHERE id = %s", _first()),
    "an entry with its commitment changed": lambda item, who: sql(
        "UPDATE ledger_entry SET commitment = sha256('x') WHERE id = %s", _first()
    ),
    "an entry taken out": lambda item, who: sql("DELETE FROM ledger_entry WHERE id = %s", _first()),
    "a person's entry led to somebody else": lambda item, who: sql(
        "UPDATE ledger_opening SET person = %s WHERE entry_id = %s", who[1].pk, _first()
    ),
    "the tree rewritten": lambda item, who: sql(
        "UPDATE ledger_tile SET hashes = sha256('x') || substring(hashes FROM 33)"
    ),
    "a checkpoint without our signature": lambda item, who: _rewrite(
        lambda note: note.replace("at 2", "at 3")
    ),
    "a checkpoint that follows another one": lambda item, who: sql(
        "UPDATE ledger_checkpoint SET note = note || 'x' WHERE id = (SELECT min(id) FROM ledger_checkpoint)"
    ),
    "another tree published elsewhere": lambda item, who: _publish_another(1),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_and_named(said, caplog, how):
    item, people = said
    give_support(proposal=item, citizen=new_citizen("뒤에 온 사람"))
    seal(at=now())
    publish()
    assert check(at=now()).findings == []
    TAMPERING[how](item, people)
    run = check(at=now())
    assert run.findings
    assert all(one.startswith(("Entry ", "Checkpoint ")) for one in run.findings)
    assert "The ledger does not agree" in caplog.text


def test_what_was_said_before_the_ledger_is_taken_over_in_portions(haneul, make_proposal, second):
    item = make_proposal()
    people = [new_citizen(f"이웃 {number}") for number in range(5)]
    for one in people[:4]:
        sql(
            "INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)"
            " VALUES (%s, %s, now(), false)",
            item.pk,
            one.pk,
        )
    first, last = (Support.objects.order_by(order)[0].pk for order in ("id", "-id"))
    Takeover.objects.create(source="proposals_support", upto=last, last=first - 1)
    give_support(proposal=item, citizen=people[4])
    assert take_over_some(most=2)
    assert not is_taken_over()
    # One who was taken over already, and one who was not, take back meanwhile.
    withdraw_support(proposal=item, citizen=people[0])
    withdraw_support(proposal=item, citizen=people[3])
    while take_over_some(most=2):
        pass
    assert is_taken_over()
    assert check(at=now()).findings == []
    assert Entry.objects.filter(step=1).count() == 5
    assert [one.kind for one in standing_of(people[1].pk)] == ["support"]


def test_the_tree_grows_over_tiles_and_every_beginning_stays_what_it_was(haneul, second):
    """Against the definition in RFC 6962, at sizes around full tiles."""
    leaves = [leaf_hash(str(number).encode()) for number in range(600)]

    def plain(level, index):
        row = leaves[index << level : (index + 1) << level]
        while len(row) > 1:
            row = [node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=True)]
        return row[0]

    for upto in (1, 255, 256, 257, 513, 600):
        have = Checkpoint.objects.count() and Entry.objects.count()
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO ledger_entry (kind, item, step, counts, at, commitment)"
                " VALUES ('support', 1, 1, true, now(), %s)",
                [[str(number).encode()] for number in range(have, upto)],
            )
        newest = seal(at=now())
        assert newest.size == upto
        assert bytes(newest.root) == root_of(upto, plain)
        assert place_of(Entry.objects.order_by("-id")[0].pk) == upto - 1
        for index in {0, upto // 2, upto - 1}:
            proof = inclusion_proof(index, upto, plain)
            assert root_by_proof(leaves[index], index, upto, proof) == bytes(newest.root)
    assert publish() == 2 * 6
    assert Tile.objects.count() == 4
    assert publish() == 0
    assert seal(at=now()) is None
