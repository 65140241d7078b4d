"""Where things are on this machine. Everything that is written lives in .venv or in .data."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data"
RUN = DATA / "run"
LOGS = DATA / "log"
MEDIA = DATA / "media"
TEST = DATA / "test"
SECRET = DATA / "secret_key"

# sockaddr_un holds 108 bytes with the closing zero; the name inside the folder needs its share.
LONGEST_SOCKET_PATH = 107
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def digest() -> str:
    """A short name for this checkout, for the few folders that must live outside it."""
    return hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]


def make_folders() -> None:
    """Create the data folder. Passable for all (PostgreSQL may be another user), readable for the owner."""
    for folder in (DATA, RUN, LOGS, MEDIA, TEST):
        folder.mkdir(parents=True, exist_ok=True)
    DATA.chmod(0o711)
    RUN.chmod(0o700)


def hand_back() -> None:
    """Where root worked in somebody's checkout, give that person what root has written to the data folder."""
    owner = ROOT.stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        return
    for folder, folders, files in os.walk(DATA):
        folders[:] = [name for name in folders if not name.startswith("pg-")]  # PostgreSQL sees to its own
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def socket_folder(preferred: Path, longest_name: str) -> Path:
    """`preferred` where a unix socket of that name fits and needs no quoting in a URL; else a short one.

    The caller creates it and sees to its owner and mode.
    """
    path = preferred / longest_name
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and PLAIN.fullmatch(str(path)):
        return preferred
    name = hashlib.sha256(os.fsencode(preferred)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"madang-{name}"
