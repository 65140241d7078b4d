"""What only the operating system can give: packages through apt. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess

from deploy.local.say import say


def root_prefix() -> list[str] | None:
    """What to put before a command that needs root: nothing, passwordless sudo, or None when neither works."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages. False, having said so, where this user or this system cannot."""
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    say(f"… Installing {' '.join(packages)} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        ran = subprocess.run(
            [*prefix, "apt-get", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            say(ran.stderr.strip()[-600:])
            return False
    return True
