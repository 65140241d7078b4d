"""Alerts and the dashboard ask for figures that there are, and lead to runbooks that there are."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY

from platform_core.jobs.metrics import queue
from platform_core.web.metrics import counting
from platform_core.web.metrics.page import _Sources

DEPLOY = Path(__file__).parents[2] / "deploy"
ALERTS = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((DEPLOY / "grafana/madang.json").read_text())


def asked_for() -> set[str]:
    said = [rule["expr"] for rule in ALERTS]
    said += [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return {re.sub("_(bucket|total)$", "", name) for one in said for name in re.findall(r"madang_\w+", one)}


@pytest.fixture
def told(haneul, bada) -> set[str]:
    counting.count_answer(path="/", method="GET", status=500, seconds=0.1, at_console=False, schema="-")
    names = {family.name for family in _Sources().collect()} | {family.name for family in queue()}
    return {
        name for name in names | {family.name for family in REGISTRY.collect()} if name.startswith("madang_")
    }


def test_every_figure_that_is_asked_for_is_told_and_every_one_told_is_shown(told):
    assert asked_for() - told == set()
    shown = {
        re.sub("_(bucket|total)$", "", name)
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
        for name in re.findall(r"madang_\w+", target["expr"])
    }
    assert told - shown == set()


def test_every_alert_says_what_is_wrong_and_where_to_read_on():
    for rule in ALERTS:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert (DEPLOY / "runbooks" / rule["annotations"]["runbook"]).exists(), rule["alert"]
    names = [rule["alert"] for rule in ALERTS]
    assert len(set(names)) == len(names)


def test_panels_have_their_own_place_and_number():
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places) == len(set(numbers))
