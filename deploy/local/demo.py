"""deploy/bin/demo [--reset] [--port 8000]: the whole of Madang on this machine, with three demo institutions."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping

from deploy.local import prepare, programs
from deploy.local.environment import DEFAULT_PORT, local_environment, remember_port
from deploy.local.paths import make_folders
from deploy.local.ports import require_free_port, status_of
from deploy.local.program import command_line, manage_py, started
from deploy.local.say import Problem, colour, done, say
from deploy.local.services import Services, erase, hold_pages, services
from deploy.local.stack import Stack

FIRST_HOST = "haneul.localhost"
PATIENCE_SECONDS = 90
MOST_FAULTS = 3


def main() -> int:
    wishes = read_arguments()
    make_folders()
    pages = hold_pages()
    require_free_port(wishes.port, "deploy/bin/demo")
    if wishes.reset:
        erase()
    try:
        with services() as running:
            done("PostgreSQL and Valkey answer")
            remember_port(wishes.port)
            environment = local_environment(
                database_url=running.database_url, valkey_url=running.valkey_url, port=wishes.port
            )
            prepare.everything(environment)
            serve(wishes.port, environment, running)
    finally:
        pages.close()
        say("\nMadang has stopped.")
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/bin/demo", description="Run Madang with demo institutions.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="where the pages are (default 8000)")
    parser.add_argument("--reset", action="store_true", help="remove the database and uploads, start over")
    return parser.parse_args()


def serve(port: int, environment: Mapping[str, str], running: Services) -> None:
    """Run web, worker and scheduler until one ends by itself (Problem) or we are told to stop (Stopped)."""
    say("… Starting web, worker and scheduler")
    began = time.monotonic()
    with (
        Stack([programs.web(port)], environment) as stack,
        started(manage_py("demo_logins"), environment) as logins,
    ):
        wait_for_page(stack, port)
        done(f"http://{FIRST_HOST}:{port}/ answers", time.monotonic() - began)
        stack.add(programs.worker(), programs.scheduler())
        say(f"\n{logins.communicate()[0].rstrip()}\n")
        say(colour(1, "Ready. Ctrl-C stops everything."))
        stack.watch(running.revive)


def wait_for_page(stack: Stack, port: int) -> None:
    """Wait until the first institution's home page answers. Raises Problem when it does not, or only with faults."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    faults = 0
    while not 0 < (status := status_of(port, FIRST_HOST)) < 500:
        stack.check()
        faults += status >= 500
        if faults == MOST_FAULTS:
            raise Problem(
                f"http://{FIRST_HOST}:{port}/ answers with an error ({status}); see the lines above."
            )
        if time.monotonic() > deadline:
            raise Problem(f"http://{FIRST_HOST}:{port}/ did not answer within {PATIENCE_SECONDS} seconds.")
        time.sleep(0.3)


if __name__ == "__main__":
    command_line(main)
