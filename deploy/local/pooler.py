"""PgBouncer, for the test of its configuration. The demo does without.

It is taken out of Debian's packages into our own folder: installed, it would be a service that begins by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.local.paths import DATA, hand_back
from deploy.local.say import say
from deploy.local.system import root_prefix

FOLDER = DATA / "tools" / "pgbouncer"
# With it, what it is linked with and a bare system lacks.
PACKAGES = ["pgbouncer", "libevent-2.1-7", "libc-ares2"]


def find_pooler() -> str | None:
    """The program's path, or None."""
    own = FOLDER / "usr/sbin/pgbouncer"
    found = str(own) if own.exists() else shutil.which("pgbouncer")
    return found if found and _ran([found, "--version"]) else None


def pooler_environment() -> dict[str, str]:
    """With where its libraries are."""
    libraries = ":".join(sorted(str(path) for path in FOLDER.glob("usr/lib/*") if path.is_dir()))
    return {**os.environ, "LD_LIBRARY_PATH": libraries}


def prepare_pooler(_environment: Mapping[str, str]) -> bool:
    """Fetch it where this system has it. Without it its test is skipped, and says so."""
    if find_pooler() is None and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        say("… Fetching PgBouncer's package")
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not _fetched() and (prefix := root_prefix()) is not None:
            _ran([*prefix, "apt-get", "update", "-qq"])
            _fetched()
        hand_back()
    if find_pooler() is None:
        say("PgBouncer is not here and cannot be fetched: the test of its configuration is skipped.")
    return True


def _fetched() -> bool:
    if not _ran(["apt-get", "download", "-qq", *PACKAGES]):
        return False
    packages = sorted(Path(FOLDER).glob("*.deb"))
    return all(_ran(["dpkg-deb", "-x", str(package), str(FOLDER)]) for package in packages)


def _ran(command: list[str]) -> bool:
    ran = subprocess.run(
        command,
        cwd=FOLDER if FOLDER.exists() else None,
        capture_output=True,
        check=False,
        env=pooler_environment(),
    )
    return ran.returncode == 0
