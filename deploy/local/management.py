"""deploy/bin/manage COMMAND …: a Django management command on the demo's database."""

from __future__ import annotations

import signal
import sys

from deploy.local.environment import local_environment
from deploy.local.program import command_line, manage_py, run
from deploy.local.services import services


def main() -> int:
    with services() as running:
        environment = local_environment(database_url=running.database_url, valkey_url=running.valkey_url)
        # Ctrl-C belongs to the command itself: in `shell` it abandons a line, not the session.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return run(manage_py(*sys.argv[1:]), environment)


if __name__ == "__main__":
    command_line(main)
