"""Several management commands in one process, for starting Django takes longer than most of them.

`python -m deploy.local.django_commands COMMAND …` stops at the first that fails, with its message and
status 1. The only file here that imports Django.
"""

from __future__ import annotations

import sys


def main(commands: list[str]) -> None:
    import django
    from django.core.management import call_command
    from django.core.management.base import CommandError

    django.setup()
    for command in commands:
        try:
            call_command(command)
        except CommandError as error:
            raise SystemExit(f"{command}: {error}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
