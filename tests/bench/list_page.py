"""The list of proposals against an empty view through the same stack.

    python -m tests.bench.list_page [--seconds 1] [--rounds 5]

About two minutes, most of it filling. Processor time is that of the web server's workers, so its ratios
hold on a machine that is busy with other things; requests per second do not.
"""

import argparse
import random
import sys
from dataclasses import dataclass
from statistics import median

from tests.bench.load import drive, request
from tests.bench.stack import Server, web_server, whole_stack

CLIENTS = 8
SHORT, LONG = 2_000, 100_000
MANY, EACH = 200, 200
WANTED_QUERIES = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Requests per second, and milliseconds of the workers' processor time per request."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Wanted:
    name: str
    baseline: str
    times: float
    words: str


WANTED = [
    Wanted("anonymous", "empty", 3.0, "an anonymous visitor against an empty view"),
    Wanted("signed in", "empty", 6.0, "a signed-in visitor against an empty view"),
    Wanted("long", "anonymous", 1.5, f"{LONG} proposals against {SHORT}"),
    Wanted("many", "one", 1.3, f"{MANY} institutions against one"),
]


def measure(seconds: float, rounds: int) -> bool:
    requests, cookie = _fill()
    few = [_queries("a stranger", "short.localhost"), _queries("a citizen", "short.localhost", cookie)]
    few.append(_queries("a stranger, long list", "long.localhost"))
    with web_server() as server:
        for name, those in requests.items():
            # Long enough for both workers to have met every institution: afterwards it is an ordinary day.
            drive(server.port, those, clients=CLIENTS, seconds=10.0 if name == "many" else 2.0)
        runs: dict[str, list[Run]] = {name: [] for name in requests}
        for _round in range(rounds):
            for name, those in requests.items():
                runs[name].append(_run(server, those, seconds))
    return all([*few, *_report(runs)])


def _fill() -> tuple[dict[str, list[bytes]], str]:
    from tests.bench.cities import open_city, sign_in

    short = open_city("short.localhost", people=50, proposals=SHORT)
    open_city("long.localhost", people=50, proposals=LONG)
    hosts = [f"c{number}.localhost" for number in range(MANY)]
    for host in hosts:
        open_city(host, people=5, proposals=EACH)
    cookies = sign_in(short, 50)
    page = "/proposals/"
    by_chance = random.Random(7).choices(hosts, k=10_000)
    return {
        "empty": [request("GET", "/bench/empty/", "short.localhost")],
        "anonymous": [request("GET", page, "short.localhost")],
        "signed in": [request("GET", page, "short.localhost", {"Cookie": one}) for one in cookies],
        "long": [request("GET", page, "long.localhost")],
        "one": [request("GET", page, hosts[0])],
        "many": [request("GET", page, host) for host in by_chance],
    }, cookies[0]


def _queries(words: str, host: str, cookie: str = "") -> bool:
    """Statements of a first visit, with nothing remembered in this process, and of the next."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as captured:
            Client(HTTP_HOST=host, HTTP_COOKIE=cookie).get("/proposals/")
        counts.append(sum(not one["sql"].startswith("SET search_path") for one in captured))
    print(f"{words:22} {counts[1]} queries ({counts[0]} with nothing remembered; wanted: {WANTED_QUERIES})")
    return counts[1] <= WANTED_QUERIES


def _run(server: Server, requests: list[bytes], seconds: float) -> Run:
    before = server.cpu()
    outcome = drive(server.port, requests, clients=CLIENTS, seconds=seconds)
    outcome.require(200)
    return Run(outcome.rate, (server.cpu() - before) * 1000 / outcome.answered)


def _report(runs: dict[str, list[Run]]) -> list[bool]:
    for name, those in runs.items():
        cpu = [run.cpu for run in those]
        spread = f"{min(cpu):.2f} to {max(cpu):.2f}, n={len(cpu)}"
        rate = median(run.rate for run in those)
        print(f"{name:10} {median(cpu):6.2f} ms CPU per request ({spread})  {rate:6.0f} requests/s")
    return [_judge(runs, wanted) for wanted in WANTED]


def _judge(runs: dict[str, list[Run]], wanted: Wanted) -> bool:
    pairs = list(zip(runs[wanted.name], runs[wanted.baseline], strict=True))
    cpu = median(run.cpu / base.cpu for run, base in pairs)
    time = median(base.rate / run.rate for run, base in pairs)
    print(f"{wanted.words}: {cpu:.2f} × CPU (wanted: at most {wanted.times}), {time:.2f} × time")
    return cpu <= wanted.times


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with whole_stack():
        reached = measure(arguments.seconds, arguments.rounds)
    sys.exit(0 if reached else 1)
