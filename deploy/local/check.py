"""deploy/bin/check [STEP …]: everything a change must pass, in one command; CI runs exactly this.

All steps run even after one has failed; a summary at the end names those that did. With names (see --help)
only those steps run. What pytest should do differently goes into PYTEST_ADDOPTS.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local import prepare
from deploy.local.browser import find_browser, prepare_browser
from deploy.local.environment import local_environment, production_like
from deploy.local.freshness import project_files
from deploy.local.paths import ROOT
from deploy.local.pdf import prepare_pdf
from deploy.local.pooler import prepare_pooler
from deploy.local.program import command_line, manage_py, module, run
from deploy.local.proxy import prepare_proxy
from deploy.local.say import Problem, colour, say
from deploy.local.services import services

Environment = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """One check: its name on the command line, what it makes sure of, and how; true when all is well."""

    name: str
    promise: str
    passes: Callable[[Environment], bool]


def main() -> int:
    wishes = read_arguments()
    chosen = [step for step in STEPS if not wishes.steps or step.name in wishes.steps]
    os.chdir(ROOT)
    with services(test=True) as running:
        environment = local_environment(
            database_url=running.database_url, valkey_url=running.valkey_url, port=8000, test=True
        )
        results = [(step, *timed(step, environment)) for step in chosen]
    return summary(results)


def read_arguments() -> argparse.Namespace:
    described = "\n".join(f"  {step.name:<13} {step.promise}" for step in STEPS)
    parser = argparse.ArgumentParser(
        prog="deploy/bin/check",
        description=f"Run every check, or only the named ones:\n{described}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", choices=[[], *(step.name for step in STEPS)])
    return parser.parse_args()


def timed(step: Step, environment: Environment) -> tuple[bool, float]:
    say(colour(1, f"\n── {step.name}: {step.promise}"))
    began = time.monotonic()
    return step.passes(environment), time.monotonic() - began


def summary(results: list[tuple[Step, bool, float]]) -> int:
    say(colour(1, "\n── Summary"))
    for step, passed, seconds in results:
        mark = colour(32, "✓ passed") if passed else colour(31, "✗ FAILED")
        say(f"{mark}  {step.name:<13} {seconds:6.1f} s")
    failed = [step.name for step, passed, _ in results if not passed]
    if failed:
        say(
            f"\n{len(failed)} of {len(results)} failed. Again, only these: deploy/bin/check {' '.join(failed)}"
        )
        return 1
    say("\nAll is well.")
    return 0


def tool(*command: str) -> Callable[[Environment], bool]:
    return lambda environment: run(module(*command), environment) == 0


def management(*arguments: str) -> Callable[[Environment], bool]:
    return lambda environment: run(manage_py(*arguments), environment) == 0


def templates(environment: Environment) -> bool:
    found = [str(path.relative_to(ROOT)) for path in sorted(project_files(".html", inside="templates"))]
    djade = Path(sys.executable).with_name("djade")  # a program without a Python module
    return not found or run([str(djade), "--check", *found], environment) == 0


def floors(environment: Environment) -> bool:
    linter = "from importlinter.cli import lint_imports_command as lint; lint()"
    return run([sys.executable, "-c", linter, "--no-logo"], environment) == 0


def deployment(environment: Environment) -> bool:
    arguments = ("check", "--deploy", "--fail-level", "WARNING")
    return run(manage_py(*arguments), production_like(environment)) == 0


def tests(environment: Environment) -> bool:
    """Pages under test are Korean and name their static files as in production: both are made first."""
    try:
        prepare.compile_translations(environment)
        prepare.collect_static(environment)
    except Problem as problem:
        say(str(problem))
        return False
    # Two at a time, as this is meant for two cores; what starts servers of its own stays in one of them.
    at_once = () if "-n" in environment.get("PYTEST_ADDOPTS", "").split() else ("-n", "2")
    # Dozens of programs are started: what one of them has compiled, the next need not.
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return run(module("pytest", *at_once), {"CHROMIUM": find_browser() or "", **kept}) == 0


STEPS = [
    Step("browser", "a Chromium and Korean fonts are here for the browser tests", prepare_browser),
    Step("pdf", "the libraries that PDFs are drawn with are here", prepare_pdf),
    Step("proxy", "a Caddy is here to try its configuration with", prepare_proxy),
    Step("pooler", "a PgBouncer is here to try its configuration with", prepare_pooler),
    Step(
        "format",
        "Python is formatted (put right with: ruff format)",
        tool("ruff", "format", "--check", "--quiet"),
    ),
    Step(
        "lint",
        "Python follows the house rules",
        tool("ruff", "check", "--quiet", "--output-format", "concise"),
    ),
    Step("templates", "templates are formatted (put right with: djade)", templates),
    Step("types", "types fit together", tool("mypy")),
    Step("floors", "imports only point downwards", floors),
    Step("migrations", "models and migrations agree", management("makemigrations", "--check", "--dry-run")),
    Step("deployment", "settings are safe for production", deployment),
    Step("translations", "Korean and English are complete", management("check_translations")),
    Step("tests", "the sentences about people hold", tests),
]


if __name__ == "__main__":
    command_line(main)
