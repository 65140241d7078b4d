"""What this process has done, counted for Prometheus. A label is a word of a short list, never an address or a person.

Several processes behind one port add their counts up through files (PROMETHEUS_MULTIPROC_DIR, set by deploy/bin/serve).
"""

import os
import threading

from billiard.process import current_process
from prometheus_client import Counter, Histogram, values


def which_process() -> str:
    """A name for this process's files. A worker's child that follows another goes on in the files of that one."""
    place = getattr(current_process(), "index", None)
    return str(os.getpid()) if place is None else f"{os.getppid()}-{place}"


if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    values.ValueClass = values.MultiProcessValue(which_process)

REQUESTS = Counter("madang_requests_total", "Answers given.", ["door", "method", "status"])
SECONDS = Histogram(
    "madang_request_seconds",
    "How long an answer took.",
    ["door"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
# By schema: a word without meaning outside. At most so many of them per process; the others are one.
BROKEN = Counter("madang_institution_errors_total", "Answers 500 and above, by institution.", ["institution"])
MOST_INSTITUTIONS = 200
TASKS = Counter("madang_tasks_total", "Tasks that ended.", ["task", "outcome"])
TASK_SECONDS = Histogram(
    "madang_task_seconds", "How long a task took.", ["task"], buckets=(0.01, 0.1, 0.5, 1, 5, 30, 120, 600)
)
TASK_WAIT = Histogram(
    "madang_task_wait_seconds",
    "How long a task lay in the queue before it was begun.",
    buckets=(0.05, 0.25, 1, 5, 15, 60, 300, 1800),
)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
DOORS = {"desk": "desk", "api": "api", "static": "static", "internal": "internal", "healthz": "internal"}
CONSOLE, PORTAL = "console", "portal"

_known: set[str] = set()
_lock = threading.Lock()


def count_answer(
    *, path: str, method: str, status: int, seconds: float, at_console: bool, schema: str
) -> None:
    door = CONSOLE if at_console else DOORS.get(path.lstrip("/").partition("/")[0], PORTAL)
    said = method if method in METHODS else "OTHER"
    REQUESTS.labels(door, said, f"{status // 100}xx").inc()
    SECONDS.labels(door).observe(seconds)
    if status >= 500:
        BROKEN.labels(_bounded(schema)).inc()


def _bounded(schema: str) -> str:
    with _lock:
        if schema not in _known and len(_known) >= MOST_INSTITUTIONS:
            return "others"
        _known.add(schema)
        return schema
