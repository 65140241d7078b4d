"""The news that a threshold was passed says what was counted, and what follows from it."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from civic.notifications.letters import headline
from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset


def said(haneul, key: str, gate: str, effect: str, count: int) -> str:
    process = Process.objects.create(key=key, name=key)
    version = publish_rules(
        process=process, document=preset(key).document, reason="처음", by=None, at=timezone.now()
    )
    data = {"event": "proposals.threshold.crossed", "threshold": gate, "count": count, "version": version.pk}
    with override("en"):
        return headline("threshold", {**data, **({"effect": effect} if effect else {})})


def gate_of(key: str, place: int = 0):
    document = preset(key).document
    gates = [gate for stage in document["stages"] for gate in stage.get("gates", ())]
    return gates[place]["key"], next(iter(gates[place].get("effects", ())), "")


@pytest.mark.parametrize(
    ("key", "place", "sentence"),
    [
        ("suwon", 0, "200 comments: an answer is now owed"),
        ("gyeongnam", 0, "100 supports: a public debate opens"),
        ("gyeongnam", 1, "A threshold was passed: a committee deliberates on it"),
        ("assembly", 0, "100 supports: it goes on to the next stage"),
        ("assembly", 1, "50,000 supports: a committee deliberates on it"),
    ],
)
def test_what_was_reached_is_said_by_the_rules_it_goes_by(haneul, key, place, sentence):
    gate, effect = gate_of(key, place)
    assert said(haneul, key, gate, effect, 1).removesuffix(".") == sentence


def test_what_was_recorded_before_still_reads(haneul):
    with override("en"):
        old = headline(
            "threshold", {"event": "proposals.threshold.crossed", "count": 50, "effect": "owe_answer"}
        )
    assert old == "50 supports: an answer is now owed"
