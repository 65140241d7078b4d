"""What the ledger costs a support, and what sealing and proving a million entries takes.

    python -m tests.bench.ledger [--entries 1000000] [--presses 3000]

About three minutes with a million. The cost: the statement of a support with the ledger's triggers and without them,
taking turns, each in a transaction of its own. The million: supports in one statement, sealed at once.
"""

import argparse
import json
import sys
import time
from statistics import mean, median

from tests.bench.stack import whole_stack

WANTED_SEALED, WANTED_BYTES = 5.0, 1_000
ITEMS, ROUNDS = 20, 10
SUPPORTS = """
INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)
SELECT p.id, u.id, now(), false
FROM (SELECT id FROM proposals_proposal ORDER BY id LIMIT %(items)s) p, accounts_user u LIMIT %(entries)s
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
    print(
        f"{entries} supports in one statement, entered: {_seconds(_run, SUPPORTS, entries=entries, items=ITEMS):.1f} s"
    )
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
