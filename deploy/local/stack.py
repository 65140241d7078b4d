"""Several programs side by side: their lines with a name in front, all stopped when one ends or we are told to.

Each program leads a process group of its own, so that nothing it starts outlives it, and gets SIGTERM from
the kernel should this process be killed outright.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.local.paths import ROOT
from deploy.local.say import Problem, colour, say

GRACE_SECONDS = 8
LOOK_EVERY_SECONDS = 0.2
TEND_EVERY_BEATS = 10
COLOURS = [36, 35, 33, 34]

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """One long-running program. `reload` restarts it when Python code of the project changes."""

    name: str
    command: list[str]
    reload: bool = False
    # Lines that say nothing to the person watching.
    hush: re.Pattern[str] | None = None


class Stack:
    """Programs that live and end together."""

    def __init__(self, programs: list[Program], environment: Mapping[str, str]) -> None:
        self._programs = programs
        self._environment = environment
        self._running: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> Stack:
        for program in self._programs:
            self._start(program)
        return self

    def add(self, *programs: Program) -> None:
        """Start more programs beside those that run."""
        self._programs = [*self._programs, *programs]
        for program in programs:
            self._start(program)

    def __exit__(self, *_: object) -> None:
        self.stop()

    def check(self) -> None:
        """Raise Problem if any program has ended."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise Problem(
                    f"‘{name}’ ended by itself (exit status {process.returncode}); see its lines above."
                )

    def watch(self, tend: Callable[[], None]) -> None:
        """Stay until a program ends by itself (Problem) or this process is told to stop (Stopped).

        Calls `tend` every two seconds, and restarts the reloading programs when code has changed.
        """
        reloading = [program for program in self._programs if program.reload]
        seen = newest_code() if reloading else 0.0
        for beat in itertools.count(1):
            time.sleep(LOOK_EVERY_SECONDS)
            self.check()
            if beat % TEND_EVERY_BEATS == 0:
                tend()
                if reloading and (now := newest_code()) > seen:
                    seen = now
                    self._restart(reloading)

    def stop(self) -> None:
        """Ask every program to finish, then end what is left of each process group."""
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            _kill_group(process)
        self._running.clear()

    def _start(self, program: Program) -> None:
        process = subprocess.Popen(
            program.command,
            env=self._environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self._running[program.name] = process
        threading.Thread(target=self._relay, args=(program, process), daemon=True).start()

    def _restart(self, programs: list[Program]) -> None:
        say(colour(2, "code changed: restarting " + ", ".join(program.name for program in programs)))
        for program in programs:
            process = self._running.pop(program.name)
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE_SECONDS)
            _kill_group(process)
            self._start(program)

    def _relay(self, program: Program, process: subprocess.Popen[str]) -> None:
        """Print the program's lines with its name in front, until it closes its output."""
        number = self._programs.index(program)
        prefix = colour(COLOURS[number % len(COLOURS)], f"{program.name:<6} │")
        assert process.stdout is not None
        for line in process.stdout:
            text = line.rstrip()
            if text and not (program.hush and program.hush.search(text)):
                say(f"{prefix} {text}")


def newest_code() -> float:
    """When a Python file or a rule preset of the project was last written."""
    newest = 0.0
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        for name in files:
            if name.endswith((".py", ".json", ".mo")):
                try:
                    newest = max(newest, Path(folder, name).stat().st_mtime)
                except OSError:  # an editor's temporary file, gone meanwhile
                    continue
    return newest


def _end_with_parent() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _kill_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
