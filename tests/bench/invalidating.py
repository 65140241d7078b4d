"""Supports taken out of the counts by a worker, and what visitors feel of it.

    python -m tests.bench.invalidating [--supports 1000000] [--taken 77000]

About five minutes with a million. Supports of one hot proposal and many others, a part of them from one network;
the worker is a process of its own, as in production, and meanwhile visitors open a page and others support.
"""

import argparse
import os
import subprocess
import sys
import time
from statistics import median

from tests.bench.load import drive, request
from tests.bench.stack import ROOT, Server, web_server, whole_stack

WANTED_SECONDS, WANTED_TIMES = 60.0, 2.0
SECONDS = 3.0
ITEMS = 200
SUPPORTS = """
INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)
SELECT p.id, u.id, now() - interval '1 day', u.id %% 3 = 0
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM proposals_proposal) p
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_user) u ON (u.n + p.n) %% 5 = 0 OR p.n = 1
LIMIT %(supports)s
"""
TRACES = """
INSERT INTO abuse_trace (deed, item, person, at, source, network)
SELECT 'support', proposal_id, citizen_id, given_at, 'bench' || id %% 1000,
       CASE WHEN row_number() OVER (ORDER BY md5(id::text)) <= %(taken)s THEN 'bad' ELSE 'good' || id %% 500 END
FROM proposals_support
"""
STATS = """
UPDATE proposals_proposalstat s SET support_count = c.n, verified_count = c.v
FROM (SELECT proposal_id, count(*) AS n, count(*) FILTER (WHERE verified) AS v FROM proposals_support GROUP BY 1) c
WHERE c.proposal_id = s.proposal_id
"""


def measure(supports: int, taken: int) -> bool:
    from tests.bench.cities import open_city

    people = max(supports // (ITEMS // 5) * 2, 1_000)
    city = open_city("busy.localhost", people=people, proposals=ITEMS)
    _sql(city, SUPPORTS, supports=supports)
    _sql(city, TRACES, taken=taken)
    _sql(city, STATS)
    _sql(city, "ANALYZE")
    number, item, before = _ask(city)
    with web_server() as server:
        page = f"/proposals/{item}/"
        drive(server.port, [request("GET", page, "busy.localhost")], clients=2, seconds=3.0)
        usual = _rate(server, page)
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.invalidating", "--work", str(number)],
            cwd=ROOT,
            env={**os.environ},
        )
        rates = []
        while worker.poll() is None:
            rates.append(_rate(server, page))
    with open(_told()) as file:
        seconds = float(file.read())
    meanwhile = min(rates) if rates else usual
    done, after, differences = _outcome(city, number)
    print(f"{done} of {before} supports taken out in {seconds:.1f} s (wanted: under {WANTED_SECONDS:.0f})")
    print(
        f"the page: {usual:.0f} requests/s before, {median(rates or [usual]):.0f} meanwhile, {meanwhile:.0f} at worst"
    )
    print(
        f"counted afterwards: {after} = {before} - {done}: {after == before - done}; differences: {differences}"
    )
    return seconds < WANTED_SECONDS and after == before - done and not differences and meanwhile > 0


def _rate(server: Server, page: str) -> float:
    outcome = drive(server.port, [request("GET", page, "busy.localhost")], clients=2, seconds=SECONDS)
    outcome.require(200)
    return outcome.rate


def _ask(city):  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from civic.abuse.invalidating import begin, count_first
    from civic.abuse.models import Meant
    from civic.abuse.selecting import Conditions
    from civic.people.models import StaffRole
    from civic.proposals.models import Proposal, Support
    from platform_core.accounts.models import User
    from tenants.context import institution_context

    with institution_context(city):
        chief = User.objects.order_by("-pk")[0]
        StaffRole.objects.create(user=chief, role="administrator")
        began, at = time.monotonic(), timezone.now()
        row = count_first(
            said=Meant.SUPPORT, asked=Conditions(networks=("bad",)), reason="한 곳에서", by=chief, at=at
        )
        print(f"counting first: {row.expected} in {time.monotonic() - began:.1f} s")
        begin(invalidation=row, by=chief, at=at)
        return row.pk, Proposal.objects.order_by("pk")[0].pk, Support.objects.count()


def _work(number: int) -> None:
    from django.utils import timezone

    from civic.abuse.tasks import invalidate
    from civic.proposals.counting import roll_up_deltas
    from tenants.context import institution_context
    from tenants.models import Institution

    city = Institution.objects.get(domains__domain="busy.localhost")
    began = time.monotonic()
    with institution_context(city):
        invalidate(number)
        while roll_up_deltas(at=timezone.now()):
            pass
    with open(_told(), "w") as file:
        file.write(str(time.monotonic() - began))


def _told() -> str:
    return os.path.join(os.environ["DATA_DIR"], "invalidating-took")


def _outcome(city, number):  # type: ignore[no-untyped-def]
    from civic.abuse.models import Invalidation
    from civic.proposals.counting import find_differences
    from civic.proposals.models import Support
    from tenants.context import institution_context

    with institution_context(city):
        return Invalidation.objects.get(pk=number).done, Support.objects.count(), len(find_differences())


def _sql(city, statement: str, **values) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    from tenants.context import institution_context

    with institution_context(city), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement, values)
        cursor.execute("RESET statement_timeout")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--supports", type=int, default=1_000_000)
    parser.add_argument("--taken", type=int, default=77_000)
    parser.add_argument("--work", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.work:
        from tests.bench.scratch import start_django

        start_django()
        _work(arguments.work)
        sys.exit(0)
    with whole_stack():
        reached = measure(arguments.supports, arguments.taken)
    sys.exit(0 if reached else 1)
