"""Figures for Prometheus: told to whoever is inside and knows the word, and never about a person."""

import json
import logging
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from platform_core.jobs import metrics as jobs
from platform_core.web.logs import InstitutionFilter, JsonLine, request_number
from platform_core.web.metrics import counting
from platform_core.web.middleware import health
from tenants import readiness
from tenants.context import public
from tenants.watching.models import Figures

PAGE = "/internal/metrics/"
WORD = "a-word-that-only-prometheus-knows"


@pytest.fixture
def ask(settings):
    settings.METRICS_TOKEN = WORD

    def ask(word=WORD, **more):
        return Client(HTTP_HOST="10.0.0.7:8000").get(PAGE, HTTP_AUTHORIZATION=f"Bearer {word}", **more)

    return ask


def families(answer):
    return {one.name: one for one in text_string_to_metric_families(answer.content.decode())}


def value(found, name, **labels):
    (sample,) = [
        one for one in found[name].samples if one.labels == labels and not one.name.endswith("_created")
    ]
    return sample.value


def test_whoever_is_outside_or_does_not_know_the_word_finds_no_such_page(ask, haneul, settings):
    assert ask().status_code == 200
    assert ask("another-word").status_code == 404
    assert ask(HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 404
    assert Client(HTTP_HOST="haneul.localhost").get(PAGE).status_code == 404
    settings.METRICS_TOKEN = ""
    assert ask("").status_code == 404


def test_the_figures_of_the_house_are_there_and_name_nobody(ask, haneul, bada, visit, citizen):
    now = timezone.now()
    with public():
        for one in (haneul, bada):
            Figures.objects.update_or_create(
                institution=one,
                defaults={"as_of": now, "waiting": 3, "waiting_since": now - timezone.timedelta(seconds=90)},
            )
    visit(haneul, as_=citizen).get("/proposals/")
    answer = ask()
    found = families(answer)
    assert value(found, "madang_institutions", standing="open") == 2
    assert value(found, "madang_outbox_waiting") == 6
    assert value(found, "madang_outbox_age_seconds") == pytest.approx(90)
    assert value(found, "madang_institution_wait_seconds", institution=haneul.schema_name) > 0
    assert value(found, "madang_schemas_behind") == 0 and value(found, "madang_public_behind") == 0
    assert value(found, "madang_database_connections_most") > 0
    assert value(found, "madang_requests", door="portal", method="GET", status="2xx") >= 1
    assert {one.value for one in found["madang_metric_source_failed"].samples} == {0}
    words = {word for one in found.values() for sample in one.samples for word in sample.labels.values()}
    for never in (citizen.email, citizen.name, "하늘시", "haneul.localhost", "/proposals/"):
        assert not any(never in word for word in words)


def test_a_source_that_cannot_be_asked_leaves_the_others_standing(ask, haneul, settings, monkeypatch):
    def broken():
        raise DatabaseError("away")

    monkeypatch.setattr("tenants.metrics.work", broken)
    found = families(ask())
    assert value(found, "madang_metric_source_failed", source="tenants.metrics.work") == 1
    assert "madang_institutions" in found and "madang_outbox_waiting" not in found


def test_labels_are_few_however_many_come(monkeypatch):
    monkeypatch.setattr(counting, "_known", set())
    monkeypatch.setattr(counting, "MOST_INSTITUTIONS", 2)
    assert [counting._bounded(name) for name in "abcab"] == ["a", "b", "others", "a", "b"]
    for path, method in (("/desk/", "GET"), ("/api/v1/", "BREW"), ("/x/y/", "get'"), ("//", "POST")):
        counting.count_answer(
            path=path, method=method, status=200, seconds=0.1, at_console=False, schema="i_1"
        )
    samples = [sample.labels for one in counting.REQUESTS.collect() for sample in one.samples]
    assert {one["method"] for one in samples} <= counting.METHODS | {"OTHER"}
    assert {one["door"] for one in samples} <= {*counting.DOORS.values(), "portal", "console"}


def test_a_process_that_answers_lives_whatever_the_database_does(haneul, monkeypatch):
    client = Client(HTTP_HOST="10.0.0.7:8000")
    monkeypatch.setattr(health, "_database", lambda: "database unreachable")
    assert client.get("/internal/live/").status_code == 200
    assert client.get("/internal/ready/").status_code == 503
    assert client.get("/healthz/").status_code == 503
    assert client.get("/internal/live/", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 404


def test_no_visitors_before_the_migrations_are_through(haneul, bada, settings, later):
    client = Client(HTTP_HOST="10.0.0.7:8000")
    later('migrations.AddField("theme", "mood", models.CharField(max_length=9, null=True)),')
    answer = client.get("/internal/ready/")
    assert (answer.status_code, answer.content) == (503, b"2 institutions are behind\n")
    settings.READY_WHILE_BEHIND = 2
    assert client.get("/internal/ready/").status_code == 200


def test_what_became_ready_is_not_asked_again(haneul, monkeypatch):
    asked = []
    monkeypatch.setattr(readiness, "what_is_behind", lambda: asked.append(1) or "")
    door = health.HealthMiddleware(lambda request: None)
    assert (door.ready(), door.ready(), len(asked)) == ("", "", 1)


def test_a_request_keeps_its_number_in_every_line_and_a_strangers_number_is_not_taken(
    haneul, visit, settings
):
    visitor = visit(haneul)
    number = visitor.get("/", HTTP_X_REQUEST_ID="chosen-by-somebody")["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", number)
    settings.BEHIND_TLS_PROXY = True
    assert visitor.get("/", HTTP_X_REQUEST_ID="from-our-proxy-1")["X-Request-Id"] == "from-our-proxy-1"
    assert visitor.get("/", HTTP_X_REQUEST_ID="bad\tnumber{}")["X-Request-Id"] != "bad\tnumber{}"


def test_what_django_says_of_a_page_that_is_not_there_carries_its_number(haneul, visit, caplog):
    number = visit(haneul).get("/nowhere/")["X-Request-Id"]
    (said,) = [one for one in caplog.records if one.name == "django.request"]
    InstitutionFilter().filter(said)
    assert json.loads(JsonLine().format(said))["request"] == number


def test_a_line_of_json_says_where_and_for_which_request_and_not_who(haneul):
    record = logging.LogRecord("madang.x", logging.ERROR, "", 1, "to %s", ("kim@example.org",), None)
    token = request_number.set("r-1")
    try:
        InstitutionFilter().filter(record)
    finally:
        request_number.reset(token)
    said = json.loads(JsonLine().format(record))
    assert (said["institution"], said["request"], said["level"]) == (haneul.schema_name, "r-1", "ERROR")
    assert said["message"] == "to [e-mail]"


def test_a_task_carries_the_number_of_its_request_and_is_counted():
    headers: dict[str, object] = {}
    token = request_number.set("r-2")
    try:
        jobs._note_sending(headers=headers)
        task = SimpleNamespace(name="a.task", request=headers)
        jobs._note_beginning(task_id="t", task=task)
        assert request_number.get() == "r-2"
        jobs._note_end(task_id="t", task=task, state="SUCCESS")
        assert request_number.get() == "-"
    finally:
        request_number.reset(token)
    (sample,) = [
        one
        for family in counting.TASKS.collect()
        for one in family.samples
        if one.labels == {"task": "a.task", "outcome": "done"} and one.name.endswith("_total")
    ]
    assert sample.value == 1


def test_processes_behind_one_port_add_their_counts_up(tmp_path):
    """Two processes count; a third reads."""
    count = (
        "from platform_core.web.metrics.counting import REQUESTS; REQUESTS.labels('api', 'GET', '2xx').inc(2)"
    )
    read = (
        "from prometheus_client import generate_latest; from platform_core.web.metrics.page import own_registry;"
        "print(generate_latest(own_registry()).decode())"
    )
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    said = ""
    for program in (count, count, read):
        ran = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        said = ran.stdout
    assert 'madang_requests_total{door="api",method="GET",status="2xx"} 4.0' in said
