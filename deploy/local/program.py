"""Running one program at a time, in the foreground, and being stopped in an orderly way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from deploy.local.paths import ROOT
from deploy.local.say import Problem, fail

STOPPED = 130


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM. Not an Exception: nothing may swallow it on the way out."""


def command_line(main: Callable[[], int]) -> NoReturn:
    """Run a command's main and end the process with its status; a Problem becomes its sentence."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        raise SystemExit(main())
    except Problem as problem:
        fail(str(problem))
    except PermissionError as error:
        fail(
            f"{error.filename} belongs to another user. Run this as that user, or remove .data to start over."
        )
    except Stopped:
        raise SystemExit(STOPPED) from None


def _stop(number: int, frame: FrameType | None) -> None:
    # What follows is tidying up, which a second impatient Ctrl-C must not cut short.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def manage_py(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def module(name: str, *arguments: str) -> list[str]:
    """A program of .venv, run by its module: the scripts in .venv/bin break when the checkout moves."""
    return [sys.executable, "-m", name, *arguments]


def run(command: list[str], environment: Mapping[str, str], *, aside: bool = False) -> int:
    """Run to the end with this terminal and return the exit status. Stopped in the middle, stops it first.

    Ctrl-C reaches the program too, as it shares the terminal, unless it runs `aside`: then we alone hear it
    and end the program quietly.
    """
    program = subprocess.Popen(command, env=environment, start_new_session=aside, preexec_fn=_listen_again)
    try:
        status = program.wait()
    except Stopped:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        raise
    return status if status >= 0 else 128 - status


@contextmanager
def started(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A program whose output is read later; ended on the way out if it has not ended by itself."""
    program = subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        yield program
    finally:
        program.kill()
        program.wait()


def require(command: list[str], environment: Mapping[str, str], doing: str) -> None:
    """Run to the end; raise Problem naming what was being done if it fails."""
    status = run(command, environment, aside=True)
    if status:
        raise Problem(f"{doing} failed (exit status {status}); the messages above say why.")


def _listen_again() -> None:
    """Ignored signals stay ignored across exec; a program must start with the usual handling."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
