"""The whole stack for a benchmark: a database of its own, and the web server as production runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from urllib.request import urlopen

from deploy.local.programs import WEB_THREADS, WEB_WORKERS
from tests.bench.scratch import scratch_database, start_django

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def whole_stack() -> Iterator[None]:
    """Django on a scratch database at head, settings as in production, files in a folder of their own.

    The demo's plain http, because there is no proxy in front that would speak TLS.
    """
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        raise SystemExit("Set DATABASE_URL to a PostgreSQL where databases may be created.")
    with TemporaryDirectory(prefix="madang-bench-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="tests.bench.settings",
            DEBUG="0",
            DEMO="1",
            DATA_DIR=folder,
            STATIC_ROOT=f"{folder}/static",
            LOG_LEVEL="ERROR",
            SECRET_KEY="only-for-measuring",
        )
        start_django()
        with scratch_database() as name:
            os.environ["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{name}").geturl()
            _prepare()
            yield


def _prepare() -> None:
    from django.core.management import call_command

    from tenants.migrations_across.bring import bring_to_head

    call_command("collectstatic", interactive=False, verbosity=0)
    bring_to_head()


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time that its workers have used."""
        return sum(_cpu_of(pid) for pid in _family(self.pid))


@contextmanager
def web_server(port: int = 0) -> Iterator[Server]:
    """granian with as many workers and threads as deploy/local/programs.py gives it, without its log."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)]
    command += ["--http", "1", "--no-ws", "--log-level", "error", "platform_core.project.wsgi:application"]
    server = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, start_new_session=True
    )
    try:
        _wait_for(port, server)
        yield Server(port, server.pid)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("The web server did not start; its lines above say why.")
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not answer within 30 seconds.")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
