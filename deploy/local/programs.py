"""The three programs that make up Madang: web, worker, scheduler."""

from __future__ import annotations

import re

from deploy.local.paths import RUN
from deploy.local.program import manage_py, module
from deploy.local.stack import Program

CELERY = ["-q", "-A", "platform_core.project.celery:app"]
# A visit is worth a line, the files that its page is made of are not.
STATIC_FILES = re.compile(r" /(static|media)/| \[INFO\] ")


# Processes of the web server, and threads of each. A press of the support button waits longer for the disk than
# it takes the processor, so few threads leave both idle on the last day of a campaign (tests/bench/supports.py).
# Each thread keeps a database connection, of a few megabytes.
WEB_WORKERS, WEB_THREADS = 2, 16


def web(port: int) -> Program:
    command = module(
        "granian",
        "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS),
        "--http", "1", "--no-ws",
        "--log-level", "warning",
        "--access-log", "--access-log-fmt", "%(status)d %(method)s %(path)s  %(dt_ms).0f ms",
        "platform_core.project.wsgi:application",
    )  # fmt: skip
    return Program("web", command, hush=STATIC_FILES)


def reloading_web(port: int) -> Program:
    return Program("web", manage_py("runserver", f"127.0.0.1:{port}"), hush=STATIC_FILES)


def worker(*, reload: bool = False) -> Program:
    # Messages go through the broker only; without gossip and mingle it starts in half the time.
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = module("celery", *CELERY, "worker", "--loglevel", "WARNING", "--concurrency", "2", *quiet)
    # On a machine where people work as root, Celery's warning about it is no news.
    command[1:1] = ["-W", "ignore:You're running the worker"]
    return Program("worker", command, reload)


def scheduler(*, reload: bool = False) -> Program:
    schedule = ["--schedule", str(RUN / "beat-schedule"), "--pidfile", ""]
    return Program("clock", module("celery", *CELERY, "beat", "--loglevel", "WARNING", *schedule), reload)
