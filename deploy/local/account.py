"""Which system user runs PostgreSQL: ourselves, or, since it refuses root, somebody else."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.paths import ROOT
from deploy.local.say import Problem

SAFE_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """A system user that programs can be started as."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        return self.uid == os.geteuid()

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command as this user, output captured. Raises Problem where the system forbids the change."""
        if not self.is_self:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            return subprocess.run(
                [str(part) for part in command],
                **options,
                cwd="/",
                env=SAFE_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
            )
        except PermissionError as error:
            raise Problem(
                f"PostgreSQL does not run as root, and this system does not let root become ‘{self.name}’ ({error}).\n"
                "Run the command as an ordinary user instead."
            ) from error

    def can(self, test: str, path: Path) -> bool:
        """Whether this user passes `test -r|-w|-x path`, asked of the system rather than guessed from modes."""
        if self.is_self:
            return os.access(path, {"-r": os.R_OK, "-w": os.W_OK, "-x": os.X_OK}[test])
        return self.run(["/bin/sh", "-c", f'test {test} "$1"', "sh", path]).returncode == 0

    def own_folder(self, folder: Path) -> None:
        """Make `folder` a directory that only this user may enter. Raises Problem if it is someone else's."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.uid, os.geteuid()):
            raise Problem(f"{folder} belongs to someone else. Remove it, or run this as its owner.")
        if not self.is_self:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def own_account() -> Account:
    return _account(os.geteuid())


def postgres_account() -> Account:
    """Ourselves; for root, the owner of the checkout, or `nobody` where that is root or unknown here."""
    if os.geteuid() != 0:
        return own_account()
    owner = ROOT.stat().st_uid
    if owner and owner in {entry.pw_uid for entry in pwd.getpwall()}:
        return _account(owner)
    return _account(pwd.getpwnam("nobody").pw_uid)


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:  # containers started with --user have no entry
        return Account(str(uid), uid, os.getegid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
