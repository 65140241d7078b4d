"""Caddy, for the test of its configuration. The demo does without.

It is taken out of Debian's package into our own folder: installed, it would be a service that takes port 80.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.local.paths import DATA, hand_back
from deploy.local.say import say
from deploy.local.system import root_prefix

FOLDER = DATA / "tools" / "caddy"


def find_caddy() -> str | None:
    """The program's path, or None."""
    own = FOLDER / "usr/bin/caddy"
    return str(own) if own.exists() else shutil.which("caddy")


def prepare_proxy(_environment: Mapping[str, str]) -> bool:
    """Fetch it where this system has it. Without it its test is skipped, and says so."""
    if find_caddy() is None and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        say("… Fetching Caddy's package")
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not _fetched() and (prefix := root_prefix()) is not None:
            _ran([*prefix, "apt-get", "update", "-qq"])
            _fetched()
        hand_back()
    if find_caddy() is None:
        say("Caddy is not here and cannot be fetched: the test of the proxy's configuration is skipped.")
    return True


def _fetched() -> bool:
    if not _ran(["apt-get", "download", "-qq", "caddy"]):
        return False
    package = next(iter(sorted(Path(FOLDER).glob("caddy_*.deb"))), None)
    return package is not None and _ran(["dpkg-deb", "-x", str(package), str(FOLDER)])


def _ran(command: list[str]) -> bool:
    return subprocess.run(command, cwd=FOLDER, capture_output=True, check=False).returncode == 0
