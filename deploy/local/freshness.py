"""Skipping what has not changed: a stamp per step holds a digest of the files the step depends on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from deploy.local.paths import ROOT, RUN


def digest_of(paths: Iterable[Path]) -> str:
    """Changes when a file comes, goes, grows or is written; reads no contents."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def project_files(*suffixes: str, inside: str = "") -> list[Path]:
    """Files of the project with one of these endings, in folders named `inside` where that is given."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
        if not inside or inside in Path(folder).relative_to(ROOT).parts:
            found += [Path(folder, name) for name in files if not suffixes or name.endswith(suffixes)]
    return found


def is_fresh(step: str, digest: str) -> bool:
    try:
        return _stamp(step).read_text() == digest
    except OSError:
        return False


def mark_fresh(step: str, digest: str) -> None:
    _stamp(step).write_text(digest)


def _stamp(step: str) -> Path:
    return RUN / f"{step}.stamp"
