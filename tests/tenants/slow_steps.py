"""Provisioning steps for tests: one that waits to be killed, one that fails, one that counts."""

import time
from pathlib import Path
from typing import Any

from platform_core.accounts.models import User
from tenants.context import institution_context
from tenants.models import Institution
from tenants.provisioning.spares import take_spare

broken: list[str] = []


def write_and_wait(institution: Institution) -> None:
    """Write a person, tell the test by a file, and wait to be killed; the second time, just write."""
    with institution_context(institution):
        User.objects.create_user("first@example.org", name="처음")
        flag = Path(institution.settings["flag"])
        if not flag.exists():
            flag.touch()
            time.sleep(60)


def fail_while_broken(institution: Institution) -> None:
    with institution_context(institution):
        User.objects.create_user("second@example.org", name="다음")
    if broken:
        raise RuntimeError("the printer is on fire")


def name_a_spare_and_wait(institution: Institution) -> None:
    """Take a spare, tell the test by a file, and wait to be killed; the second time, just take it."""
    take_spare(institution.schema_name)
    flag = Path(institution.settings["flag"])
    if not flag.exists():
        flag.touch()
        time.sleep(60)


def wait_in_the_middle() -> None:
    """In a process of its own: the step named in settings["kill"] writes, tells the test by a file, and waits."""
    from tenants.provisioning import run

    real = run.import_string

    def found(path: str) -> Any:
        step = real(path)

        def waiting(institution: Institution) -> None:
            step(institution)
            if institution.settings.get("kill") == path:
                Path(institution.settings["flag"]).touch()
                time.sleep(60)

        return waiting

    run.import_string = found
