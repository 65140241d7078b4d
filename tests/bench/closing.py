"""Ten thousand windows that pass at once in one institution, and what a neighbour's visitors feel of it.

    python -m tests.bench.closing [--windows 10000] [--rounds 3]

About two minutes. The closing runs in a process of its own, slice after slice, as a worker does it; meanwhile
one visitor after the other reads the list of another institution through the web server.
"""

import argparse
import os
import subprocess
import sys
import time
from statistics import median

from tests.bench.load import drive, request
from tests.bench.stack import ROOT, Server, web_server, whole_stack

WINDOWS, NEIGHBOURS = 10_000, 2_000
WANTED_SECONDS, WANTED_TIMES = 60.0, 1.3
SECONDS = 2.0
BACK = "UPDATE proposals_proposal SET stage = 'gathering', stage_key = 'gathering', closed_as = '', closed_at = NULL"
PAST = (
    "UPDATE proposals_proposal SET closes_at = submitted_at, submitted_at = submitted_at - interval '31 days'"
)


def measure(windows: int, rounds: int) -> bool:
    from tests.bench.cities import open_city

    busy = open_city("busy.localhost", people=50, proposals=windows)
    open_city("quiet.localhost", people=50, proposals=NEIGHBOURS)
    _sql(busy, PAST)
    taken, times = [], []
    with web_server() as server:
        drive(server.port, [request("GET", "/proposals/", "quiet.localhost")], clients=2, seconds=3.0)
        for _round in range(rounds):
            before = _rate(server, SECONDS)
            closing = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.closing", "--close"], cwd=ROOT, env={**os.environ}
            )
            time.sleep(2.0)  # until it has started
            during = []
            while closing.poll() is None:
                during.append(_rate(server, 0.5))
            taken.append(_seconds_of(busy))
            # The last run may have outlasted the closing.
            times += [before / rate for rate in during[:-1]]
            _sql(busy, BACK)
    return _report(windows, taken, times)


def _rate(server: Server, seconds: float) -> float:
    outcome = drive(
        server.port, [request("GET", "/proposals/", "quiet.localhost")], clients=1, seconds=seconds
    )
    outcome.require(200)
    return outcome.rate


def _sql(institution: object, statement: str) -> None:
    from django.db import connection

    from tenants.context import institution_context

    with institution_context(institution), connection.cursor() as cursor:  # type: ignore[arg-type]
        cursor.execute(statement)
        cursor.execute("DELETE FROM proposals_stagemove")
        cursor.execute("VACUUM ANALYZE proposals_proposal")


def _seconds_of(institution: object) -> float:
    """From the first batch to the last, by the clock on the wall that the child has written down."""
    with open(_told()) as file:
        return float(file.read())


def _told() -> str:
    return os.path.join(os.environ["DATA_DIR"], "closing-took")


def close() -> None:
    """What the worker does, in a process of its own."""
    from tests.bench.scratch import start_django

    start_django()
    from django.utils import timezone

    from civic.journeys.clock import close_for_a_while
    from civic.journeys.tasks import REST, SLICE
    from tenants.context import institution_context
    from tenants.models import Institution

    busy = Institution.objects.get(domains__domain="busy.localhost")
    began, closed, after = time.monotonic(), 0, None
    with institution_context(busy):
        while True:
            turn = close_for_a_while(at=timezone.now(), after=after, seconds=SLICE)
            closed, after = closed + turn.closed, turn.after
            if after is None:
                break
            time.sleep(REST)
    with open(_told(), "w") as file:
        file.write(str(time.monotonic() - began))
    print(f"  closed {closed}")


def _report(windows: int, taken: list[float], times: list[float]) -> bool:
    spread = f"{min(taken):.1f} to {max(taken):.1f}, n={len(taken)}"
    print(f"{windows} windows closed in {median(taken):.1f} s ({spread}); wanted: under {WANTED_SECONDS:.0f}")
    slower = median(times) if times else 1.0
    print(
        f"a neighbour's list meanwhile: {slower:.2f} × its time (n={len(times)}); wanted: at most {WANTED_TIMES}"
    )
    return median(taken) < WANTED_SECONDS and slower <= WANTED_TIMES


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--windows", type=int, default=WINDOWS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--close", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.close:
        close()
        sys.exit(0)
    with whole_stack():
        reached = measure(arguments.windows, arguments.rounds)
    sys.exit(0 if reached else 1)
