"""From an empty or older database to one that the pages can be served from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deploy.local.freshness import digest_of, is_fresh, mark_fresh, project_files
from deploy.local.paths import ROOT
from deploy.local.pdf import prepare_pdf
from deploy.local.program import manage_py, module, require
from deploy.local.say import step


def everything(environment: Mapping[str, str]) -> None:
    """All steps, in the order in which they need each other. Raises Problem at the first that fails."""
    prepare_pdf(environment)  # Without it the demo runs, and says so.
    compile_translations(environment)
    fill_database(environment)
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


def fill_database(environment: Mapping[str, str]) -> None:
    """Bring every schema to head, then open and fill the demo institutions, which says how far it is."""
    with step("Bringing the database to head and filling the demo institutions", "Demo institutions ready"):
        command = module("deploy.local.django_commands", "bring_to_head", "fill_demo")
        require(command, environment, "Preparing the demo's database")


def collect_static(environment: Mapping[str, str]) -> None:
    """Copy and compress the static files, unless they and the packages are those of the last time."""
    target = Path(environment["STATIC_ROOT"])
    digest = digest_of([*project_files(inside="static"), ROOT / "uv.lock", _settings()])
    stamp = f"static-{target.parent.name}"
    if is_fresh(stamp, digest) and target.is_dir() and any(target.iterdir()):
        return
    with step("Collecting static files", "Static files collected"):
        command = manage_py("collectstatic", "--no-input", "--clear", "--verbosity", "0")
        require(command, environment, "Collecting the static files")
    mark_fresh(stamp, digest)


def _settings() -> Path:
    return ROOT / "platform_core" / "project" / "settings.py"
