"""Hundreds of schemas: what a look costs that finds nothing to do, a new column with an index over all of them against the
same SQL by hand, and the memory of one process that serves all of them at random.

    python -m tests.bench.rolling [--schemas 500] [--parallel 2] [--without-pages]

The schemas are filled like one that was opened, by copying its rows. By hand means: the same statements, each schema in
a transaction of its own, as many at a time, without looking at what comes out; in all of them once before and once after
ours, so that a busy moment and a grown table hit both.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench.scratch import scratch_database, start_django

WANTED_PLAN_SECONDS = 2.0
WANTED_RATIO = 2.0
WANTED_MEGABYTES = 600
# What was seen of a backend that met 500 schemas of 30 tables and was not recycled: no more than that.
WANTED_BACKEND = 170
THREADS = 2
REQUESTS = 1_200
FIRST = "bench0.localhost"


def prepare(schemas: int) -> None:
    from django.utils import timezone

    from tenants.context import public
    from tenants.migrations_across.bring import bring_to_head
    from tenants.models import Hostname, Institution, Standing
    from tenants.provisioning.blueprint.opening import make_schema
    from tests.bench.cities import open_city

    bring_to_head()
    first = open_city(FIRST, people=20, proposals=30)
    now = timezone.now()
    with public():
        others = Institution.objects.bulk_create(
            Institution(name=f"측정시 {number}", standing=Standing.OPEN, opened_at=now, languages=["ko"])
            for number in range(1, schemas)
        )
        Hostname.objects.bulk_create(
            Hostname(domain=f"bench{number}.localhost", tenant=one, is_primary=True)
            for number, one in enumerate(others, start=1)
        )
    filled = _filled_tables(first.schema_name)
    for one in others:
        make_schema(one.schema_name)
        _copy_rows(filled, first.schema_name, one.schema_name)


def _filled_tables(schema: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations'",
            [schema],
        )
        names = [name for (name,) in cursor.fetchall()]
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM {schema}.{name})" for name in names
        )
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def _copy_rows(tables: list[str], source: str, target: str) -> None:
    from django.db import connection, transaction

    parts = ["SET LOCAL session_replication_role = replica"]
    for table in tables:
        parts += [
            f"DELETE FROM {target}.{table}",
            f"INSERT INTO {target}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {source}.{table}",
        ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";\n".join(parts))


def _timed(deed: Callable[[], Any]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _look() -> None:
    """As in a new process: reading the code's migrations is part of the price."""
    from tenants.migrations_across import head
    from tenants.migrations_across.bring import bring_to_head

    for remembered in (head.loader, head.institution_head, head.public_head):
        remembered.cache_clear()
    report = bring_to_head()
    assert not (report.brought or report.failures), report


LATER = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("people", "{before}")]
    operations = [
        migrations.AddField("department", "floor", models.CharField(max_length=9, null=True)),
        migrations.AddIndex("department", models.Index(fields=["floor"], name="by_floor")),
    ]
"""
BY_HAND = """
SET LOCAL search_path TO {name};
SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '2s';
ALTER TABLE people_department ADD COLUMN {column} varchar(9) NULL;
CREATE INDEX by_{column} ON people_department ({column});
INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9998_{column}', now());
"""


def _add_a_migration(folder: str) -> None:
    """The code gains one, of an app with few rows."""
    from django.conf import settings

    import civic.people.migrations as home
    from tenants.migrations_across import head

    before = dict(head.institution_head().targets)["people"]
    package = Path(folder) / "later_people"
    package.mkdir()
    for file in Path(home.__path__[0]).glob("*.py"):
        (package / file.name).write_bytes(file.read_bytes())
    (package / "9999_later.py").write_text(LATER.replace("{before}", before))
    sys.path.insert(0, folder)
    settings.MIGRATION_MODULES = {"people": "later_people"}
    for remembered in (head.loader, head.institution_head, head.public_head):
        remembered.cache_clear()


def _ours(parallel: int) -> list[int]:
    """Milliseconds of each, the first ones first: they are worked out, the others are sent the same again."""
    from tenants.context import public
    from tenants.migrations_across.plan import plan_for_institutions
    from tenants.migrations_across.run import migrate_institutions

    heard: list[str] = []
    with public():
        failures = migrate_institutions(plan_for_institutions().behind, parallel=parallel, say=heard.append)
    assert failures == [], failures
    return [int(line.split()[-2]) for line in heard]


def _by_hand(names: list[str], column: str, parallel: int) -> None:
    from django.db import connection, transaction

    def one(name: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BY_HAND.replace("{name}", name).replace("{column}", column))
        connection.forget_search_path()

    with ThreadPoolExecutor(parallel) as pool:
        list(pool.map(one, names))


def serve(schemas: int) -> None:
    """In a process of its own: the front page of every institution, then of random ones; prints megabytes."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    application = get_wsgi_application()
    chance = random.Random(7)
    hosts = [f"bench{number}.localhost" for number in range(schemas)]
    asked = chance.sample(hosts, len(hosts)) + chance.choices(hosts, k=max(0, REQUESTS - len(hosts)))
    backends: list[float] = []
    wrong: list[str] = []
    lock = threading.Lock()

    def work(mine: list[str]) -> None:
        for host in mine:
            status = _ask(application, host)
            if status != "200 OK":
                with lock:
                    wrong.append(f"{host}: {status}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(total_bytes) / 1048576.0 FROM pg_backend_memory_contexts")
            backends.append(float(cursor.fetchone()[0]))

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(asked[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:5]
    said = Path("/proc/self/status").read_text()
    resident = int(said.split("VmHWM:")[1].split()[0]) / 1024
    print(f"{resident:.0f} {max(backends):.0f} {len(asked) / (time.perf_counter() - began):.0f}")


def _ask(application: Any, host: str) -> str:
    import io

    seen: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "SERVER_NAME": host, "SERVER_PORT": "80",
        "HTTP_HOST": host, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1", "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False, "wsgi.version": (1, 0),
    }  # fmt: skip
    response = application(environ, lambda status, headers, *_: seen.append(status))
    for _ in response:
        pass
    response.close()
    return seen[0]


def _measure_pages(name: str, schemas: int) -> bool:
    """Whether a process that serves all of them, and its backends, stay as small as wanted."""
    url = os.environ["DATABASE_URL"]
    before, _, query = url.partition("?")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else ""),
    }
    command = [sys.executable, "-m", "tests.bench.rolling", "--serve", "--schemas", str(schemas)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(told.stderr[-1500:])
    resident, backend, pace = map(int, told.stdout.split()[-3:])
    print(
        f"one process, {THREADS} threads, {REQUESTS} front pages of {schemas} institutions: {resident} MB at most "
        f"(wanted {WANTED_MEGABYTES}), {backend} MB in a PostgreSQL backend (wanted {WANTED_BACKEND}), {pace} pages/s",
        flush=True,
    )
    return resident <= WANTED_MEGABYTES and backend <= WANTED_BACKEND


def measure(name: str, schemas: int, parallel: int, pages: bool) -> bool:
    from tenants.context import public
    from tenants.models import Institution

    print(f"{schemas} schemas made in {_timed(lambda: prepare(schemas)):.0f} s", flush=True)
    _look()
    looks = sorted(_timed(_look) for _ in range(5))
    print(
        f"nothing to do: {looks[2]:.2f} s median of 5 ({looks[0]:.2f} to {looks[-1]:.2f}; wanted {WANTED_PLAN_SECONDS})",
        flush=True,
    )
    are_small = not pages or _measure_pages(name, schemas)
    with public():
        names = list(Institution.objects.order_by("pk").values_list("schema_name", flat=True))
    with tempfile.TemporaryDirectory() as folder:
        before = _timed(lambda: _by_hand(names, "hall", parallel))
        _add_a_migration(folder)
        each: list[int] = []
        ours = _timed(lambda: each.extend(_ours(parallel)))
        after = _timed(lambda: _by_hand(names, "wing", parallel))
    hand = (before + after) / 2
    ratio = ours / hand
    print(f"the first {each[0]} ms, the median of the others {sorted(each[1:])[len(each) // 2]} ms")
    print(
        f"column and index over all: {ours:.2f} s, by hand {hand:.2f} s ({before:.2f} and {after:.2f}): "
        f"{ratio:.2f} times (wanted {WANTED_RATIO})"
    )
    return looks[2] <= WANTED_PLAN_SECONDS and are_small and ratio <= WANTED_RATIO


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemas", type=int, default=500)
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--without-pages", action="store_true")
    parser.add_argument("--serve", action="store_true", help="What the process that serves does.")
    arguments = parser.parse_args()
    start_django()
    if arguments.serve:
        serve(arguments.schemas)
        sys.exit(0)
    with scratch_database() as name:
        reached = measure(name, arguments.schemas, arguments.parallel, not arguments.without_pages)
    sys.exit(0 if reached else 1)
