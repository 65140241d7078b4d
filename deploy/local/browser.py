"""The browser that tests drive: the system's Chromium, with fonts that can show Korean."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping

from deploy.local.say import say
from deploy.local.system import apt_install

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def prepare_browser(environment: Mapping[str, str]) -> bool:
    """Make sure of both, through apt where this user may. False, having said what to install, otherwise."""
    missing = _missing()
    if missing and apt_install(missing):
        missing = _missing()
    if not missing:
        say(f"{find_browser()}")
        return True
    say(f"The browser tests need {' and '.join(missing)}. Install once:  apt-get install {' '.join(missing)}")
    say("(Another Chromium-like browser serves too: CHROMIUM=/path/to/it deploy/bin/check)")
    return False


def find_browser() -> str | None:
    """The path of a browser that starts: CHROMIUM if set, else the first known name on the PATH."""
    wished = os.environ.get("CHROMIUM")
    for name in [wished] if wished else NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    return None


def _starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` can be a script that only asks for a snap."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _missing() -> list[str]:
    return [*([] if find_browser() else ["chromium"]), *([] if _has_korean_font() else ["fonts-noto-cjk"])]


def _has_korean_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=ko"], capture_output=True, check=False).stdout.strip())
