"""The whole of Madang as a city runs it: database, broker, web server, worker, scheduler, opened cities."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from deploy.local import prepare
from deploy.local.environment import local_environment
from deploy.local.paths import ROOT, make_folders
from deploy.local.program import module
from deploy.local.valkey import Valkey
from tests.e2e.database import Facts, scratch_database
from tests.processes import Running, free_port, scheduler, web_server, worker


@dataclass
class City:
    """One opened institution: its address, and what its schema says."""

    host: str
    port: int
    facts: Facts
    scene: dict[str, Any]

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}:{self.port}{path}"


@dataclass
class Stack:
    port: int
    database_url: str
    environment: dict[str, str]
    haneul: City
    bada: City
    # Closed and opened again by the operator's test: nobody else lives there.
    goyo: City
    operator: dict[str, str]
    broker: Valkey
    programs: dict[str, Running] = field(default_factory=dict)
    # What one test learned and the next may use: an authenticator accepts each code once.
    kept: dict[str, Any] = field(default_factory=dict)

    def console(self, path: str = "/") -> str:
        return f"http://console.localhost:{self.port}{path}"


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    """Everything started, and everything gone afterwards. `folder` takes files and logs."""
    make_folders()
    # Of its own for each process that runs tests side by side.
    runner = os.environ.get("PYTEST_XDIST_WORKER", "main")
    valkey = Valkey(f"valkey-e2e-{runner}")
    name = f"{settings.DATABASES['default']['NAME']}_e2e_{runner}"[:63]
    with scratch_database(name, settings.DATABASES["default"]) as database_url:
        valkey.ensure_running()
        programs: dict[str, Running] = {}
        try:
            port = free_port()
            environment = _environment(database_url, valkey.url, port, folder)
            stack = _opened(port, database_url, environment, valkey)
            programs = stack.programs
            programs["worker"] = worker(environment, folder / "worker.log", concurrency=1)
            programs["clock"] = scheduler(environment, folder / "clock.log", folder / "schedule")
            programs["web"] = web_server(port, environment, folder / "web.log")
            yield stack
            for city in (stack.haneul, stack.bada, stack.goyo):
                city.facts.close()
        finally:
            for program in programs.values():
                program.stop()
            valkey.stop()


def _environment(database_url: str, valkey_url: str, port: int, folder: Path) -> dict[str, str]:
    made = local_environment(database_url=database_url, valkey_url=valkey_url, port=port, test=True)
    prepare.compile_translations(made)
    prepare.collect_static(made)
    return {**made, "MEDIA_ROOT": str(folder / "media"), "DATA_DIR": str(folder), "LOG_LEVEL": "WARNING"}


def _opened(port: int, database_url: str, environment: dict[str, str], broker: Valkey) -> Stack:
    """The cities are opened by a process of its own: this one stays at the tests' database."""
    built = subprocess.run(
        module("tests.e2e.scene"), env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, f"The cities could not be opened:\n{built.stderr[-4000:]}"
    scene = json.loads(built.stdout.splitlines()[-1])
    cities = {
        name: City(scene[name]["host"], port, Facts(database_url, scene[name]["schema"]), scene[name])
        for name in ("haneul", "bada", "goyo")
    }
    return Stack(port, database_url, environment, **cities, operator=scene["operator"], broker=broker)
