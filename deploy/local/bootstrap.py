"""Make .venv hold exactly what uv.lock says: `python bootstrap.py local|dev`.

Runs on the system's Python with the standard library only. Uses the uv on the PATH; without one,
makes the environment with venv and installs the pinned uv wheel into it. Does nothing when a stamp
in .venv says that this lock file is already installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT)  # this file is run by its path; its neighbours are deploy.local.*

from deploy.local.say import Problem, done, fail, say
from deploy.local.system import apt_install

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "madang-installed.json"
PINNED_UV = ROOT / "deploy" / "local" / "uv-pinned.txt"
MEGABYTES = {"local": 90, "dev": 180}


def main(group: str) -> None:
    if group in installed_groups():
        return
    began = time.monotonic()
    say(f"… Preparing the Python environment in .venv (the first time downloads about {MEGABYTES[group]} MB)")
    if not (sync_with(shutil.which("uv"), group) or sync_with(own_uv(), group)):
        raise Problem(
            "The Python packages could not be installed; the messages above say why.\n"
            "They come from https://pypi.org: check the network, or your mirror's settings, and run this again."
        )
    write_stamp(group)
    done("Python environment ready in .venv", time.monotonic() - began)


def lock_digest() -> str:
    return hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()


def interpreter() -> str:
    """The real file behind .venv's python; a new one after a system upgrade means installing again."""
    return os.path.realpath(PYTHON)


def installed_groups() -> list[str]:
    """The dependency groups installed from the present lock file by the present interpreter."""
    try:
        stamp = json.loads(STAMP.read_text())
        if stamp["lock"] == lock_digest() and stamp["python"] == interpreter() and os.access(PYTHON, os.X_OK):
            return stamp["groups"]
    except (OSError, ValueError, KeyError):
        pass
    return []


def write_stamp(group: str) -> None:
    groups = sorted({"local", group})  # local is in uv's default groups
    STAMP.write_text(json.dumps({"lock": lock_digest(), "python": interpreter(), "groups": groups}))


def sync_with(uv: str | None, group: str) -> bool:
    """Install with this uv. --inexact: what `check` has added stays when `demo` runs afterwards."""
    if uv is None:
        return False
    command = [uv, "sync", "--frozen", "--inexact", "--group", group, "--project", str(ROOT)]
    if not usable():
        command += ["--python", sys.executable]
    if not sys.stderr.isatty():
        command.append("--quiet")
    return subprocess.run(command, env=uv_environment(), check=False).returncode == 0


def usable() -> bool:
    """Whether .venv has a Python that starts."""
    try:
        return subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def uv_environment() -> dict[str, str]:
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV)}
    home = Path(os.path.expanduser("~"))
    if "UV_CACHE_DIR" not in environment and not os.access(home, os.W_OK):
        environment["UV_CACHE_DIR"] = str(ROOT / ".data" / "uv-cache")
    return environment


def own_uv() -> str:
    """The pinned uv inside .venv, installed by pip with its hash checked."""
    uv = VENV / "bin" / "uv"
    if not has_pip():
        make_venv()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pip += ["--only-binary", ":all:", "--require-hashes", "-r", str(PINNED_UV)]
    say("… No usable uv on this machine: installing the pinned one into .venv with pip")
    if subprocess.run(pip, check=False).returncode:
        raise Problem(
            "pip could not install uv; its message above says why.\n"
            "Check the network (https://pypi.org), or install uv yourself, and run this again."
        )
    return str(uv)


def has_pip() -> bool:
    """Whether .venv has pip; an environment that uv made has none until asked."""
    if not usable():
        return False
    for arguments in (["-m", "pip", "--version"], ["-m", "ensurepip"]):
        if subprocess.run([PYTHON, *arguments], capture_output=True, check=False).returncode == 0:
            return True
    return False


def make_venv() -> None:
    """Create .venv with pip inside, asking apt for Debian's separate venv package when it is missing."""
    if not can_make_venv() and not apt_install([venv_package()]):
        raise Problem(
            f"This Python ({sys.executable}) cannot make virtual environments: ensurepip is missing.\n"
            f"Run once as root:  apt-get install {venv_package()}\n"
            "or install uv (https://docs.astral.sh/uv/), then run this again."
        )
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        raise Problem(f"python -m venv could not create {VENV}; its message above says why.")


def can_make_venv() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def venv_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Problem as problem:
        fail(str(problem))
    except PermissionError as error:
        fail(f"{error.filename} cannot be written by this user. Give it to yourself, or run as its owner.")
    except KeyboardInterrupt:
        fail("Stopped.")
