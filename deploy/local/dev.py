"""deploy/bin/dev [--port 8000]: the demo's database behind a server, worker and scheduler that reload code."""

from __future__ import annotations

import argparse

from deploy.local import prepare, programs
from deploy.local.environment import DEFAULT_PORT, local_environment, remember_port
from deploy.local.paths import make_folders
from deploy.local.ports import require_free_port
from deploy.local.program import command_line, manage_py, run
from deploy.local.say import say
from deploy.local.services import hold_pages, services
from deploy.local.stack import Stack


def main() -> int:
    parser = argparse.ArgumentParser(prog="deploy/bin/dev", description="Run Madang with reloading code.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    port = parser.parse_args().port
    make_folders()
    lock = hold_pages()
    require_free_port(port, "deploy/bin/dev")
    with services() as running:
        remember_port(port)
        environment = local_environment(
            database_url=running.database_url, valkey_url=running.valkey_url, port=port, debug=True
        )
        prepare.compile_translations(environment)
        prepare.fill_database(environment)
        together = [
            programs.reloading_web(port),
            programs.worker(reload=True),
            programs.scheduler(reload=True),
        ]
        with Stack(together, environment) as stack:
            run(manage_py("demo_logins"), environment, aside=True)
            say("Ctrl-C stops everything.")
            stack.watch(running.revive)
    lock.close()
    return 0


if __name__ == "__main__":
    command_line(main)
