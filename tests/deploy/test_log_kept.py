"""A whole server is brought back to an instant between two backups, out of a copy and the log since; real PostgreSQL.

Small: two houses of one table each. `WHOLE_RECOVERY=1` does it with a city that Madang opened, and gives one institution
its yesterday back out of what was recovered.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from civic.categories.models import Category
from deploy.local.postgres import Postgres
from tenants.context import public
from tenants.moving.models import KeptSchema
from tenants.moving.restoring import drop_kept, restore
from tests.deploy.test_backup import SCRIPTS, address, programs
from tests.waiting import until

WHOLE = os.environ.get("WHOLE_RECOVERY")
HOUSES = """
CREATE TABLE tenants_institution (id int, schema_name text);
CREATE TABLE tenants_provisioningstep (institution_id int, path text, state text);
INSERT INTO tenants_institution VALUES (1, 'i_a'), (2, 'i_b');
INSERT INTO tenants_provisioningstep SELECT id, 'tenants.provisioning.steps.create_schema', 'done' FROM tenants_institution;
CREATE SCHEMA i_a; CREATE TABLE i_a.proposal (title text);
CREATE SCHEMA i_b; CREATE TABLE i_b.proposal (title text);
"""


class Server(Postgres):
    """A PostgreSQL of its own, for what cannot be tried on the one that tests use."""

    def __init__(self) -> None:
        super().__init__(durable=False)

    @property
    def name(self) -> str:
        return f"pg-log-{os.getpid()}"

    @cached_property
    def work(self) -> Path:
        self.account.own_folder(self.home / "work")
        return self.home / "work"

    @property
    def surroundings(self) -> dict[str, str]:
        return {
            **os.environ,
            "PATH": f"{self.binaries}:{os.environ['PATH']}",
            "POSTGRES_OWNER": self.account.name,
            "REPLICATION_URL": self.url("postgres"),
            "WAL": str(self.work / "wal"),
            "BASES": str(self.work / "bases"),
            "ASIDE": str(self.work / "aside"),
        }

    def ask(self, statement: str, *, url: str = "") -> str:
        command = ["psql", url or self.url("madang"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement]
        ran = subprocess.run(command, env=self.surroundings, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def run(self, script: str, *arguments: str, well: bool = True, **more: str) -> str:
        ran = subprocess.run(
            [str(SCRIPTS / script), *arguments],
            env={**self.surroundings, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode == 0) is well, ran.stdout + ran.stderr
        return ran.stdout.strip() or ran.stderr.strip()

    def has_fetched_everything(self) -> bool:
        question = "SELECT restart_lsn >= '{}' FROM pg_replication_slots"
        now = self.ask("SELECT pg_current_wal_flush_lsn()")
        return self.ask(question.format(now)) == "t"


@pytest.fixture
def server() -> Iterator[Server]:
    """Running, with a database and somebody who fetches its log."""
    one = Server()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, one.home, ignore_errors=True)
        stack.callback(one.erase)
        one.ensure_running()
        one.ask("CREATE DATABASE madang", url=one.url("postgres"))
        fetching = subprocess.Popen([str(SCRIPTS / "receive-wal")], env=one.surroundings)
        stack.callback(fetching.wait, 20)
        stack.callback(fetching.terminate)
        until(
            lambda: one.ask("SELECT count(*) FROM pg_replication_slots WHERE active") == "1", "it is fetched"
        )
        yield one


def spoil(server: Server, well: str, badly: str) -> str:
    """The instant between the two."""
    server.ask(well)
    instant = server.ask("SELECT clock_timestamp()")
    server.ask(badly)
    until(server.has_fetched_everything, "the log is here")
    return instant


def test_a_server_stands_as_it_did_just_before_everything_was_deleted(server):
    server.ask(HOUSES)
    base = Path(server.run("take-base"))
    before = spoil(
        server,
        "INSERT INTO i_a.proposal VALUES ('A bench at the stop'); SELECT pg_switch_wal()",
        "DELETE FROM i_a.proposal; INSERT INTO i_b.proposal VALUES ('Written later')",
    )
    assert server.run("verify-base", str(base)).startswith("whole:")
    there = server.run("recover-aside", before, str(server.work / "aside")).splitlines()[-1]
    as_it_was = there.replace("madang@", "postgres@")
    assert server.ask("SELECT title FROM i_a.proposal", url=as_it_was) == "A bench at the stop"
    assert server.ask("SELECT count(*) FROM i_b.proposal", url=as_it_was) == "0"
    assert server.ask("SELECT count(*) FROM i_a.proposal") == "0", "the living one was not touched"
    assert "2 institutions, every row read" in server.run("rehearse")
    assert not (server.work / "aside" / "rehearsal" / "data").exists()
    assert server.ask("SELECT title FROM i_a.proposal", url=as_it_was) == "A bench at the stop", (
        "not thrown away"
    )
    server.run("recover-aside", "--done", str(server.work / "aside"))
    assert not (server.work / "aside" / "data").exists()
    what_is_missing_is_noticed_and_what_is_needed_is_kept(server, base)


def what_is_missing_is_noticed_and_what_is_needed_is_kept(server: Server, base: Path) -> None:
    wal, needed = server.work / "wal", (base / "FIRST_WAL").read_text().strip()
    lost = wal / needed
    aside = lost.rename(lost.with_suffix(".lost"))
    assert "missing" in server.run("verify-base", str(base), well=False)
    aside.rename(lost)
    older = base.with_name("20200101T000000Z")
    older.mkdir()
    (wal / "000000010000000000000000").write_bytes(b"")
    server.run("forget-old", KEEP_BASE_DAYS="14")
    assert not older.exists() and base.exists()
    assert min(one.name for one in wal.iterdir()) == needed
    (base / "base.tar.gz").write_bytes(b"")
    server.run("verify-base", str(base), well=False)


@pytest.mark.skipif(not WHOLE, reason="WHOLE_RECOVERY=1 recovers a real city")
def test_one_city_gets_the_minute_before_the_mistake_back(server, fresh_institution):
    city = fresh_institution
    schema = city.schema_name
    copy_into(server, schema)
    base = Path(server.run("take-base"))
    (kept, *_rest) = server.ask(f"SELECT name FROM {schema}.categories_category ORDER BY id").splitlines()
    before = spoil(
        server,
        f"UPDATE {schema}.categories_category SET name = name || '!'",
        f"UPDATE {schema}.categories_category SET name = 'spoiled ' || id",
    )
    lasts = "2199-01-01T00:00:00Z"
    assert "as far as the log reaches" in server.run(
        "recover-aside", lasts, str(server.work / "aside"), well=False
    )
    server.run("recover-aside", "--done", str(server.work / "aside"))
    there = server.run("recover-aside", before, str(server.work / "aside")).splitlines()[-1]
    try:
        restore(
            institution=city,
            aside=there.replace("madang@", "postgres@"),
            because="Names of categories were overwritten",
            at=timezone.now(),
        )
        assert f"{kept}!" in set(Category.objects.values_list("name", flat=True))
    finally:
        server.run("recover-aside", "--done", str(server.work / "aside"))
        gap_is_named(server, base)
        with public():
            for one in KeptSchema.objects.filter(institution=city).order_by("pk"):
                drop_kept(at=one.kept_until)


def gap_is_named(server: Server, base: Path) -> None:
    for number in range(3):
        server.ask(f"CREATE TABLE more_{number} (); SELECT pg_switch_wal()")
    until(server.has_fetched_everything, "the log is here")
    finished = sorted(one for one in (server.work / "wal").iterdir() if not one.name.endswith(".partial"))
    finished[-2].unlink()
    assert "missing before" in server.run("verify-base", str(base), well=False)


def copy_into(server: Server, schema: str) -> None:
    """What the tests' database has of a city and of the platform."""
    here = address(str(connection.settings_dict["NAME"]))
    environment = {**os.environ, "PATH": programs()}
    server.ask("DROP SCHEMA public CASCADE")
    dump = ["pg_dump", here, "--schema=public", f"--schema={schema}", "--no-owner"]
    with subprocess.Popen(dump, env=environment, stdout=subprocess.PIPE) as source:
        load = ["psql", server.url("madang"), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
        subprocess.run(load, env=environment, stdin=source.stdout, check=True)
    assert source.returncode == 0
