"""What the ledger costs a support, and what sealing and proving a million entries takes.

    python -m tests.bench.ledger [--entries 1000000] [--presses 3000]

About three minutes with a million. The cost: the statement of a support with the ledger's triggers and without them,
taking turns, each in a transaction of its own. The million: every kind of entry, each in one statement, sealed at once.
"""

import argparse
import json
import sys
import time
from statistics import mean, median

from tests.bench.stack import whole_stack

WANTED_SEALED, WANTED_BYTES = 5.0, 1_000
ITEMS, ROUNDS = 20, 10
# So many of twenty parts of the entries; the rest are supports.
PARTS = {"dislike": 3, "comment": 3, "opinion": 2, "vote": 3, "aside": 1}
SAID = {
    "support": "proposals_support (proposal_id, citizen_id, given_at, verified) SELECT item, id, now(), false",
    "dislike": "proposals_dislike (proposal_id, citizen_id, given_at) SELECT item, id, now()",
    "comment": "proposals_commentsupport (comment_id, citizen_id, given_at) SELECT item, id, now()",
    "opinion": "debates_opinionsupport (opinion_id, citizen_id, given_at) SELECT item, id, now()",
    "vote": "ballots_voter (ballot_id, person_id, at, is_offline) SELECT item, id, now(), false",
    "aside": "restraints_aside (kind, item, person, at, invalidation) SELECT 'comment', item, id, now(), 1",
}
GIVE = """
INSERT INTO {said} FROM unnest(%(items)s::bigint[]) AS item,
    (SELECT id FROM accounts_user ORDER BY id LIMIT %(people)s) u
"""


def measure(entries: int, presses: int) -> bool:
    from tenants.context import institution_context
    from tests.bench.cities import open_city

    city = open_city("ledger.localhost", people=max(entries // ITEMS + 1, presses), proposals=ITEMS + 2)
    with institution_context(city):
        _cost(presses)
        return _million(entries)


def _cost(presses: int) -> None:
    from civic.proposals.counting import insert_support
    from civic.proposals.models import Proposal
    from platform_core.accounts.models import User

    items = list(Proposal.objects.order_by("-pk")[:2])
    people = list(User.objects.order_by("pk").values_list("pk", flat=True)[:presses])
    took: dict[bool, list[float]] = {True: [], False: []}
    portion = presses // ROUNDS
    for number in range(ROUNDS):
        for with_ledger, item in zip((True, False), items, strict=True):
            _run(f"ALTER TABLE proposals_support {'ENABLE' if with_ledger else 'DISABLE'} TRIGGER USER")
            _run(f"ALTER TABLE proposals_setaside {'ENABLE' if with_ledger else 'DISABLE'} TRIGGER USER")
            for person in people[number * portion : (number + 1) * portion]:
                begin = time.perf_counter()
                insert_support(proposal=item, citizen_id=person, verified=False)
                took[with_ledger].append(time.perf_counter() - begin)
    # The last were given without it: they go as they came.
    _run("DELETE FROM proposals_support WHERE proposal_id = %(item)s", item=items[1].pk)
    _run("ALTER TABLE proposals_support ENABLE TRIGGER USER")
    _run("ALTER TABLE proposals_setaside ENABLE TRIGGER USER")
    for with_ledger, those in took.items():
        name = "with the ledger" if with_ledger else "without it"
        print(
            f"a support {name}: median {median(those) * 1e6:.0f} µs, mean {mean(those) * 1e6:.0f} µs (n={len(those)})"
        )


def _say_everything(people: int) -> None:
    """Every kind of entry there is: as many rows as twenty items have people."""
    things = _things()
    for kind, items in things.items():
        took = _seconds(_run, GIVE.format(said=SAID[kind]), items=items, people=people)
        print(f"{len(items) * people} of “{kind}” in one statement, entered: {took:.1f} s")


def _things() -> dict[str, list[int]]:
    """What is said something of: proposals, comments, opinions, ballots; one ballot is counted, with its file."""
    from django.utils import timezone

    from civic.ballots.models import Ballot
    from civic.ballots.papers_log import write_papers_log
    from civic.debates.models import Debate, Opinion
    from civic.proposals.models import Comment, Proposal

    now = timezone.now()
    items = list(Proposal.objects.order_by("pk")[:ITEMS])
    debate = Debate.objects.create(item=items[0], stage_key="d", form="pro_con", question="?", created_at=now)
    made = {
        "dislike": items[-PARTS["dislike"] :],
        "comment": [
            Comment.objects.create(proposal=items[0], body="?", created_at=now)
            for _part in range(PARTS["comment"])
        ],
        "opinion": [
            Opinion.objects.create(debate=debate, body="?", written_at=now)
            for _part in range(PARTS["opinion"])
        ],
        "vote": [
            Ballot.objects.create(item=item, stage_key="v", kind="one", question="?", created_at=now)
            for item in items[: PARTS["vote"]]
        ],
        "aside": [Comment.objects.create(proposal=items[0], body="?", created_at=now)],
    }
    write_papers_log(ballot=made["vote"][0], papers=0, boxes=0, at=now)
    found = {kind: [one.pk for one in rows] for kind, rows in made.items()}
    return {"support": [one.pk for one in items[: ITEMS - sum(PARTS.values())]], **found}


def _million(entries: int) -> bool:
    from django.utils import timezone

    from civic.ledger.checking import check
    from civic.ledger.models import Entry, Opening
    from civic.ledger.publishing import publish
    from civic.ledger.receipts import receipt_of
    from civic.ledger.sealing import seal
    from civic.ledger.signing import public_keys
    from civic.ledger.verify_ledger import verify

    _run("SET statement_timeout = 0")
    _say_everything(entries // ITEMS)
    _run("ANALYZE")
    sealed = _seconds(seal, at=timezone.now())
    print(f"{Entry.objects.count()} entries sealed in {sealed:.1f} s (wanted: {WANTED_SEALED:.0f})")
    print(f"published in {_seconds(publish):.1f} s")
    middle = Opening.objects.order_by("entry_id")[entries // 2]
    shown = _seconds(receipt_of, person=middle.person, entry=middle.entry_id)
    receipt = receipt_of(person=middle.person, entry=middle.entry_id)
    assert receipt is not None
    proof = 32 * len(receipt["proof"])
    whole = len(json.dumps(receipt))
    print(f"proof: {proof} bytes; the whole receipt as JSON {whole} bytes, made in {shown * 1e3:.0f} ms")
    checked = _seconds(verify, receipt, public_keys())
    good = verify(receipt, public_keys()) == ""
    print(f"checked by the script's own code in {checked * 1e3:.1f} ms: {good}")
    begin = time.perf_counter()
    run = check(at=timezone.now())
    print(f"the hourly check of everything: {time.perf_counter() - begin:.1f} s, findings: {run.findings}")
    return sealed <= WANTED_SEALED and proof <= WANTED_BYTES and good and not run.findings


def _seconds(what, *values, **named) -> float:
    begin = time.perf_counter()
    what(*values, **named)
    return time.perf_counter() - begin


def _run(statement: str, **values: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--presses", type=int, default=3_000)
    arguments = parser.parse_args()
    with whole_stack():
        reached = measure(arguments.entries, arguments.presses)
    sys.exit(0 if reached else 1)
