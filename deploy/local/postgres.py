"""The embedded PostgreSQL: one cluster in the data folder, reached over a unix socket only.

Trust authentication, because nobody but the cluster's own user (and root) can enter the socket's folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from deploy.local.account import Account, postgres_account
from deploy.local.locks import alone
from deploy.local.paths import DATA, RUN, digest, socket_folder
from deploy.local.pgbinaries import MAJOR, binaries_for
from deploy.local.say import Problem, say, step

SUPERUSER = "postgres"
PATIENCE_SECONDS = 20
# Signs in the log that an earlier server has not quite gone yet; anything else is final.
NOT_GONE_YET = re.compile(
    r"lock file|shared memory block|Address already in use|in use by another|starting up"
)

SETTINGS = """\
# Written at every start by deploy/local/postgres.py.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
# One transaction may create or alter a whole institution's schema, and tests several.
max_locks_per_transaction = 512
timezone = 'UTC'
log_timezone = 'UTC'
"""
# A test database is made anew whenever it is damaged, so it need not survive a power cut.
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True)
class Postgres:
    """One embedded cluster. `durable` keeps every acknowledged write through a crash; tests do without."""

    durable: bool = True

    @cached_property
    def account(self) -> Account:
        return postgres_account()

    @property
    def name(self) -> str:
        return f"pg-{MAJOR}" if self.durable else f"pg-test-{MAJOR}"

    @cached_property
    def home(self) -> Path:
        return _reachable_base(self.account) / self.name

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @cached_property
    def sockets(self) -> Path:
        return socket_folder(self.home / "run", ".s.PGSQL.5432")

    @cached_property
    def binaries(self) -> Path:
        return binaries_for(self.account, self.home.parent)

    def url(self, database: str) -> str:
        return f"postgres://{SUPERUSER}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def ensure_running(self) -> bool:
        """Start the cluster, creating it first if need be. True if this call started it.

        Raises Problem, with the end of the server's log, if it will not start.
        """
        with alone(RUN / f"{self.name}.lock"):
            if self.answers():
                return False
            self.account.own_folder(self.home)
            self.account.own_folder(self.sockets)
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._configure()
            self._start()
            return True

    def answers(self) -> bool:
        asked = self.account.run([self.binaries / "pg_isready", "-q", "-t", "2", "-h", self.sockets])
        return asked.returncode == 0

    def stop(self) -> None:
        """Stop it, closing whatever connections remain. No error if it is not running."""
        stopped = self._control("stop", "-m", "fast", "-t", "20")
        if stopped.returncode and (self.data / "postmaster.pid").exists():
            self._control("stop", "-m", "immediate", "-t", "10")

    def erase(self) -> None:
        """Remove the whole cluster. Stops it first."""
        if self.data.exists():
            self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _create(self) -> None:
        """initdb into a folder beside, renamed when complete: an interrupted one is never mistaken for data."""
        half = self.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        command: list[str | Path] = [
            self.binaries / "initdb",
            "-D",
            half,
            "-U",
            SUPERUSER,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        command += ["--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        if not self.durable:
            command.append("--no-sync")
        with step("Creating the embedded PostgreSQL database", f"PostgreSQL {MAJOR} created in {self.home}"):
            made = self.account.run(command)
            if made.returncode:
                raise Problem(f"PostgreSQL could not be created in {self.home}:\n{made.stderr[-1500:]}")
            with open(half / "postgresql.conf", "a") as configuration:
                configuration.write("\ninclude 'madang.conf'\n")
            half.rename(self.data)

    def _configure(self) -> None:
        text = SETTINGS.format(sockets=self.sockets) + ("" if self.durable else FAST)
        path = self.data / "madang.conf"
        path.write_text(text)
        if not self.account.is_self:
            os.chown(path, self.account.uid, self.account.gid)

    def _start(self) -> None:
        """Start and wait until it accepts connections.

        After a kill -9 the old server's children, its shared memory or its process number may outlive it
        for a moment, and in a container without a reaping init the number may stay for ever.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            self._shorten_log()
            before = self.log.stat().st_size if self.log.exists() else 0
            started = self._control("start", "-t", "60", "-l", str(self.log))
            if started.returncode == 0:
                return
            written = self._log_since(before)
            if not NOT_GONE_YET.search(written) or time.monotonic() > deadline:
                raise Problem(f"PostgreSQL did not start. Its log, {self.log}, ends with:\n{written[-1500:]}")
            self._remove_dead_lock_files()
            time.sleep(0.25)

    def _control(self, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self.account.run([self.binaries / "pg_ctl", action, "-D", self.data, "-w", *options])

    def _remove_dead_lock_files(self) -> None:
        """Remove postmaster.pid and the socket's lock, only when no living process is left in this cluster."""
        if _living_process_in(self.data):
            return
        say("… An earlier PostgreSQL died without cleaning up; removing its lock files")
        for path in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            path.unlink(missing_ok=True)

    def _shorten_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.unlink()

    def _log_since(self, position: int) -> str:
        try:
            with open(self.log, "rb") as log:
                log.seek(position)
                return log.read().decode(errors="replace")
        except OSError:
            return ""


def _reachable_base(account: Account) -> Path:
    """The data folder, or for a checkout that PostgreSQL's user cannot enter, a folder in /var/lib.

    A pointer in .data tells people, and later runs, where that is.
    """
    pointer = DATA / "postgres-is-in.txt"
    if account.is_self or (not pointer.exists() and account.can("-x", DATA)):
        return DATA
    elsewhere = Path("/var/lib") / f"madang-{digest()}"
    elsewhere.mkdir(mode=0o755, exist_ok=True)
    elsewhere.chmod(0o755)
    pointer.write_text(f"{elsewhere}\n")
    return elsewhere


def _living_process_in(folder: Path) -> bool:
    """Whether any process that is not a zombie works in this folder, as every PostgreSQL process does."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == str(folder):
                return True
        except OSError:  # gone meanwhile, a zombie, or another user's: not one of ours
            continue
    return False
