"""A debate's page with 10,000 opinions against an empty view, and all votes of an institution counted anew.

    python -m tests.bench.debates [--seconds 1] [--rounds 5] [--opinions 1000000]

Some minutes, most of it filling. The recount is one institution's: half of its opinions in one debate, the
rest in debates of 10,000; a tenth of the people changed sides, and some votes are made wrong beforehand.
"""

import argparse
import sys
import time
from statistics import median
from typing import Any

from tests.bench.list_page import CLIENTS, Run, _run
from tests.bench.load import drive, request
from tests.bench.stack import web_server, whole_stack

HOST = "debate.localhost"
PEOPLE, EACH = 20_000, 10_000
WANTED_QUERIES, WANTED_TIMES, WANTED_SECONDS = 7, 3.0, 30.0

# Every tenth opinion is a person's second one; every twentieth is hidden; every thirtieth a reply.
OPINIONS = """
INSERT INTO debates_opinion (debate_id, author_id, side, body, written_at, standing, standing_reason, support_count,
                             is_offline)
SELECT %(debate)s, people.first + CASE WHEN n %% 10 = 0 THEN (n - 1) %% %(people)s ELSE n %% %(people)s END,
       (ARRAY['pro','con','other'])[(1 + (n::bigint * 7919) %% 3)::int],
       repeat('자전거도로를 넓히면 아이들이 안전하게 다닐 수 있습니다. ', 3), now() - interval '1 day',
       CASE WHEN n %% 20 = 0 THEN 'hidden' ELSE 'open' END, '', 0, false
FROM generate_series(1, %(count)s) n, (SELECT min(id) AS first FROM accounts_user) people
"""
REPLIES = """
INSERT INTO debates_opinion (debate_id, author_id, parent_id, side, body, written_at, standing, standing_reason,
                             support_count, is_offline)
SELECT debate_id, author_id, id, '', '저도 그렇게 생각합니다.', now(), 'open', '', 0, false
FROM debates_opinion WHERE debate_id = %(debate)s AND id %% 30 = 0
"""
# What every person's vote must be, asked in another way than the room asks it.
EXPECTED = """
SELECT count(*) FILTER (WHERE side = 'pro'), count(*) FILTER (WHERE side = 'con'), count(*) FILTER (WHERE side = 'other')
FROM debates_opinion WHERE id IN (
    SELECT max(id) FROM debates_opinion WHERE standing = 'open' AND parent_id IS NULL GROUP BY debate_id, author_id)
"""


def measure(seconds: float, rounds: int, opinions: int) -> bool:
    from tenants.context import institution_context
    from tests.bench.cities import open_city

    others = max(0, opinions // 2 // EACH - 1)
    city = open_city(HOST, people=PEOPLE, proposals=others + 1)
    with institution_context(city):
        debate = _ask()
        _fill(debate.pk, EACH)
        _recount(debate.pk)
        gives = _gives(debate)
    page = _page(debate.pk, seconds, rounds)
    with institution_context(city):
        counted = _counted_anew(opinions, others)
    return all([gives, page, counted])


def _ask() -> Any:
    """A question of the institution, open now, with a briefing."""
    from django.utils import timezone

    from civic.debates.models import Briefing, Debate, Part
    from civic.journeys.steps import owe_from_the_beginning
    from civic.processes.actions import publish_rules
    from civic.processes.models import Process
    from civic.processes.presets import preset
    from civic.proposals.actions import Writing, submit_proposal
    from civic.proposals.models import Origin

    at = timezone.now()
    process = Process.objects.create(key="ask", name="○○시가 묻습니다")
    document = preset("question").document
    version = publish_rules(process=process, document=document, reason="처음", by=None, at=at)
    words = Writing("자전거도로를 넓힐까요?", "차로를 줄여서라도 넓힐지 묻습니다.")
    item = submit_proposal(author=None, writing=words, version=version, at=at, origin=Origin.INSTITUTION)
    owe_from_the_beginning(item, at)
    debate = Debate.objects.select_related("item").get(item=item)
    for part in (Part.PRO, Part.CON, Part.FACTS):
        text = {"body_source": "자료", "body_html": "<p>자료입니다.</p>" * 10}
        Briefing.objects.create(debate=debate, part=part, changed_at=at, **text)
    return debate


def _fill(debate: int, count: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(OPINIONS, {"debate": debate, "people": PEOPLE, "count": count})
        cursor.execute(REPLIES, {"debate": debate})
        cursor.execute("RESET statement_timeout")


def _recount(debate: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from civic.debates.counting import recount
    from civic.debates.models import Debate

    recount(Debate.objects.select_related("item").get(pk=debate), at=timezone.now())
    with connection.cursor() as cursor:
        for table in ("debates_opinion", "debates_currentvote", "debates_debatestat"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _gives(debate: Any) -> bool:
    """One opinion after the other, as the journey writes them: all numbers are counted each time."""
    from django.utils import timezone

    from civic.journeys.debate import opine
    from platform_core.accounts.models import User

    people = list(User.objects.order_by("-pk")[:60])
    took = []
    for person in people:
        began = time.perf_counter()
        opine(debate=debate, author=person, side="pro", body="찬성합니다.", at=timezone.now())
        took.append((time.perf_counter() - began) * 1000)
    print(f"an opinion in a debate of {EACH}: {median(took[10:]):.1f} ms (n={len(took) - 10})")
    return True


def _page(debate: int, seconds: float, rounds: int) -> bool:
    address = f"/debates/{debate}/"
    requests = {
        "empty": [request("GET", "/bench/empty/", HOST)],
        "anonymous": [request("GET", address, HOST)],
        "supported": [request("GET", f"{address}?sort=supported", HOST)],
        "list": [request("GET", "/debates/", HOST)],
    }
    few = _queries(address)
    runs: dict[str, list[Run]] = {name: [] for name in requests}
    with web_server() as server:
        for those in requests.values():
            drive(server.port, those, clients=CLIENTS, seconds=2.0)
        for _round in range(rounds):
            for name, those in requests.items():
                runs[name].append(_run(server, those, seconds))
    for name, those in runs.items():
        print(
            f"{name:10} {median(run.cpu for run in those):6.2f} ms CPU per request, {median(run.rate for run in those):6.0f} requests/s"
        )
    reached = [_times(name, runs) <= WANTED_TIMES for name in ("anonymous", "supported", "list")]
    return few and all(reached)


def _times(name: str, runs: dict[str, list[Run]]) -> float:
    pairs = zip(runs[name], runs["empty"], strict=True)
    times = median(run.cpu / base.cpu for run, base in pairs)
    print(f"{name} for a stranger: {times:.2f} × an empty view (wanted: at most {WANTED_TIMES})")
    return times


def _queries(address: str) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = Client(HTTP_HOST=HOST).get(address)
        assert answer.status_code == 200, answer.status_code
        counts.append(sum(not (one["sql"] or "").startswith("SET search_path") for one in captured))
    print(f"{counts[1]} queries for a stranger ({counts[0]} with nothing remembered; wanted: under 8)")
    return counts[1] <= WANTED_QUERIES


def _counted_anew(opinions: int, others: int) -> bool:
    from django.db import connection
    from django.db.models import F, Sum
    from django.utils import timezone

    from civic.debates.counting import recount_all
    from civic.debates.models import CurrentVote, Debate, DebateStat, Opinion
    from civic.proposals.models import Proposal

    at = timezone.now()
    made = [
        Debate(
            item=item, stage_key="debating", form="pro_con", question=item.title, opened_at=at, created_at=at
        )
        for item in Proposal.objects.order_by("pk")[: others + 1]
    ]
    first, *rest = Debate.objects.bulk_create(made)
    _fill(first.pk, opinions // 2)
    for debate in rest:
        _fill(debate.pk, EACH)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE debates_opinion")
    fresh, again, wrong = "nothing counted before", "all right already", "every seventh vote wrong"
    ok = True
    for words in (fresh, again, wrong):
        if words == wrong:
            CurrentVote.objects.annotate(turn=F("pk") % 7).filter(turn=0).update(side="pro")
        began = time.perf_counter()
        differed = len(recount_all(at=timezone.now()))
        took = time.perf_counter() - began
        total = DebateStat.objects.aggregate(pro=Sum("pro"), con=Sum("con"), other=Sum("other"))
        with connection.cursor() as cursor:
            cursor.execute(EXPECTED)
            exact = tuple(total.values()) == tuple(cursor.fetchone())
        print(
            f"{Opinion.objects.count()} opinions, {words}: {took:.1f} s, {differed} debates differed,"
            f" {'exact' if exact else 'WRONG'} (wanted: under {WANTED_SECONDS:.0f} s)"
        )
        ok &= exact and took < WANTED_SECONDS
    return ok


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--opinions", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with whole_stack():
        reached = measure(arguments.seconds, arguments.rounds, arguments.opinions)
    sys.exit(0 if reached else 1)
