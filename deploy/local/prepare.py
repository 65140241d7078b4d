"""From an empty or older database to one that the pages can be served from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deploy.local.freshness import digest_of, is_fresh, mark_fresh, project_files
from deploy.local.paths import ROOT, STATIC
from deploy.local.program import manage_py, require
from deploy.local.say import step


def everything(environment: Mapping[str, str]) -> None:
    """All steps, in the order in which they need each other. Raises Problem at the first that fails."""
    compile_translations(environment)
    bring_to_head(environment)
    fill_demo(environment)
    collect_static(environment)


def compile_translations(environment: Mapping[str, str]) -> None:
    sources = project_files(".po")
    compiled = [path.with_suffix(".mo") for path in sources]
    digest = digest_of(sources)
    if all(path.exists() for path in compiled) and is_fresh("translations", digest):
        return
    with step("Compiling the translations", "Translations compiled"):
        require(manage_py("compile_translations"), environment, "Compiling the translations")
    mark_fresh("translations", digest)


def bring_to_head(environment: Mapping[str, str]) -> None:
    with step("Bringing the database to head", "Database at head"):
        require(manage_py("bring_to_head"), environment, "Bringing the database to head")


def fill_demo(environment: Mapping[str, str]) -> None:
    with step("Opening and filling the demo institutions", "Demo institutions open"):
        require(manage_py("fill_demo"), environment, "Filling the demo institutions")


def collect_static(environment: Mapping[str, str]) -> None:
    """Copy and compress the static files, unless they and the packages are those of the last time."""
    digest = digest_of([*project_files(inside="static"), ROOT / "uv.lock", _settings()])
    if is_fresh("static", digest) and any(STATIC.iterdir()):
        return
    with step("Collecting static files", "Static files collected"):
        command = manage_py("collectstatic", "--no-input", "--clear", "--verbosity", "0")
        require(command, environment, "Collecting the static files")
    mark_fresh("static", digest)


def _settings() -> Path:
    return ROOT / "platform_core" / "project" / "settings.py"
