"""Tasks for Prometheus: how many, how long, how long they lay waiting; and the queue they lie in."""

import os
import time
from collections.abc import Iterator
from typing import Any

from celery import current_app
from celery.signals import before_task_publish, task_postrun, task_prerun, worker_ready
from prometheus_client import start_http_server
from prometheus_client.core import GaugeMetricFamily

from platform_core.web.logs import request_number
from platform_core.web.metrics.counting import TASK_SECONDS, TASK_WAIT, TASKS
from platform_core.web.metrics.page import own_registry

SENT, NUMBER = "madang_sent", "madang_request"
_began: dict[str, float] = {}


def listen() -> None:
    """Called once, when the jobs' room is ready."""
    before_task_publish.connect(_note_sending, dispatch_uid="madang.metrics")
    task_prerun.connect(_note_beginning, dispatch_uid="madang.metrics")
    task_postrun.connect(_note_end, dispatch_uid="madang.metrics")
    worker_ready.connect(_open_door, dispatch_uid="madang.metrics")


def _note_sending(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """When it was sent, and from which request: the log lines of the task carry that request's number."""
    if headers is not None:
        headers[SENT] = time.time()
        headers[NUMBER] = request_number.get()


def _note_beginning(task_id: str = "", task: Any = None, **_: Any) -> None:
    _began[task_id] = time.perf_counter()
    request_number.set(task.request.get(NUMBER) or task_id or "-")
    if sent := task.request.get(SENT):
        TASK_WAIT.observe(max(0.0, time.time() - sent))


def _note_end(task_id: str = "", task: Any = None, state: str = "", **_: Any) -> None:
    began = _began.pop(task_id, None)
    TASKS.labels(task.name, "done" if state == "SUCCESS" else "failed").inc()
    if began is not None:
        TASK_SECONDS.labels(task.name).observe(time.perf_counter() - began)
    request_number.set("-")


def _open_door(**_: Any) -> None:
    """A worker has no web server: where METRICS_PORT is set, its figures are read there, from inside."""
    if port := os.environ.get("METRICS_PORT"):
        start_http_server(int(port), registry=own_registry())


def queue() -> Iterator[Any]:
    """How many tasks lie in the broker, and whether it answers at all."""
    length, answers = _length()
    yield GaugeMetricFamily("madang_broker_up", "Whether the broker answers.", value=int(answers))
    if answers:
        yield GaugeMetricFamily("madang_queue_length", "Tasks that nobody has begun.", value=length)


def _length() -> tuple[int, bool]:
    try:
        with current_app.connection_for_read(connect_timeout=1) as broker:
            name = current_app.conf.task_default_queue
            return broker.default_channel.queue_declare(queue=name, passive=False).message_count, True
    except Exception:
        return 0, False
