"""PostgreSQL and Valkey for the time that some command needs them.

Every command holds a share of one file lock while it runs. The last to leave finds that it can hold the
lock alone and stops the servers; a command that was killed has left too, as the kernel sees to it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from deploy.local.environment import DATABASE
from deploy.local.locks import FileLock
from deploy.local.paths import MEDIA, RUN, hand_back, make_folders
from deploy.local.postgres import Postgres
from deploy.local.say import Problem, done, say
from deploy.local.valkey import Valkey


@dataclass(frozen=True)
class Services:
    """Where the database and the broker are, embedded or the user's own."""

    database_url: str
    valkey_url: str
    embedded: list[Postgres | Valkey] = field(default_factory=list)

    def revive(self) -> None:
        """Start again whichever embedded server has died. Raises Problem if it will not start."""
        for server in self.embedded:
            if server.ensure_running():
                say(f"… {type(server).__name__} had died; it was started again")


@contextmanager
def services(*, test: bool = False) -> Iterator[Services]:
    """Servers that answer, started if they were not running, stopped afterwards if nobody else needs them.

    DATABASE_URL and VALKEY_URL, where set, are used as they are. `test`, or MADANG_TEST_DB=1 in the
    environment, chooses a second, faster and less durable pair that shares nothing with the demo's.
    """
    test = test or os.environ.get("MADANG_TEST_DB") == "1"
    make_folders()
    lease = _lease(test)
    lease.share()
    chosen = _choose(test)
    try:
        for server in chosen.embedded:
            server.ensure_running()
        if not os.environ.get("DATABASE_URL"):
            _create_database(chosen.database_url)
        yield chosen
    finally:
        if lease.try_take():
            for server in chosen.embedded:
                server.stop()
        hand_back()
        lease.close()


def erase(*, test: bool = False) -> None:
    """Remove the embedded database and the uploaded files.

    Raises Problem if another command is using them or if the database is not ours to remove.
    """
    if os.environ.get("DATABASE_URL"):
        raise Problem(
            "DATABASE_URL is set, and --reset removes only the database that this command keeps itself.\n"
            "Empty yours by hand, or unset DATABASE_URL."
        )
    make_folders()
    lease = _lease(test)
    if not lease.try_take():
        raise Problem(
            "Another Madang command is using the database. Stop it (Ctrl-C there) and run this again."
        )
    try:
        Valkey(_valkey_name(test)).stop()
        Postgres(durable=not test).erase()
        shutil.rmtree(MEDIA, ignore_errors=True)
        for leftover in RUN.glob("*.stamp"):
            leftover.unlink()
    finally:
        lease.close()
    done("Database and uploaded files removed")


def hold_pages() -> FileLock:
    """Be the only command of this checkout that serves pages, until the process ends. Raises Problem if not."""
    lock = FileLock(RUN / "pages.lock")
    if not lock.try_take():
        raise Problem(
            "Madang is already running from this folder in another terminal (deploy/bin/demo or deploy/bin/dev).\n"
            "Use its pages, or stop it there with Ctrl-C and run this again."
        )
    return lock


def _lease(test: bool) -> FileLock:
    return FileLock(RUN / ("test.lease" if test else "demo.lease"))


def _valkey_name(test: bool) -> str:
    return "valkey-test" if test else "valkey"


def _choose(test: bool) -> Services:
    embedded: list[Postgres | Valkey] = []
    database_url = os.environ.get("DATABASE_URL", "")
    valkey_url = os.environ.get("VALKEY_URL", "")
    if not database_url:
        postgres = Postgres(durable=not test)
        database_url = postgres.url(DATABASE)
        embedded.append(postgres)
    if not valkey_url:
        valkey = Valkey(_valkey_name(test))
        valkey_url = valkey.url
        embedded.append(valkey)
    return Services(database_url, valkey_url, embedded)


def _create_database(url: str) -> None:
    import psycopg
    from psycopg import errors, sql

    server = url.replace(f"/{DATABASE}?", "/postgres?")
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if found:
            return
        with suppress(errors.DuplicateDatabase):  # another command was a moment faster
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
