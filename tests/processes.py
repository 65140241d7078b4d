"""Madang's programs as a city runs them, for tests that need the real thing: web server, worker, scheduler."""

import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from deploy.local.paths import ROOT
from deploy.local.program import module
from tests.waiting import until

CELERY = ["-q", "-A", "platform_core.project.celery:app"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


class Running:
    """One program in a process group of its own; what it prints goes to `log`."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                env=dict(environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask, wait a little, then end whatever is left of its group."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()

    def kill(self) -> None:
        """As a power cut would: no goodbye to broker or database, children included."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def web_server(port: int, environment: Mapping[str, str], log: Path) -> Running:
    command = module(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--http", "1", "--no-ws", "--log-level", "warning",
        "platform_core.project.wsgi:application",
    )  # fmt: skip
    server = Running(command, environment, log)
    until(lambda: _answers(port) or not server.is_alive(), "the web server answers")
    assert server.is_alive(), f"The web server ended by itself:\n{server.said()[-3000:]}"
    return server


def worker(environment: Mapping[str, str], log: Path, *, concurrency: int = 1) -> Running:
    command = module(
        "celery", *CELERY, "worker", "--loglevel", "WARNING", "--concurrency", str(concurrency), *QUIET
    )
    command[1:1] = ["-W", "ignore:You're running the worker"]
    return Running(command, environment, log)


def scheduler(environment: Mapping[str, str], log: Path, schedule: Path) -> Running:
    """celery beat; `schedule` is where it remembers what it last did."""
    options = ["--loglevel", "WARNING", "--schedule", str(schedule), "--pidfile", ""]
    return Running(module("celery", *CELERY, "beat", *options), environment, log)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
