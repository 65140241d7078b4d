"""An administrator publishes new rules; what is under way keeps its own."""

import copy

import pytest
from django.utils import timezone

from civic.journeys.change_rules import change_rules
from civic.processes.document import RulesError
from civic.processes.queries import current_version
from platform_core.access import Refused
from platform_core.events.models import Event


def with_window(days: int) -> dict:
    return {**copy.deepcopy(current_version().document), "window_days": days}


def publish(by, document, seen=None):
    version = current_version()
    return change_rules(
        process=version.process,
        seen_number=seen or version.number,
        document=document,
        reason="조례 개정",
        by=by,
        at=timezone.now(),
    )


def test_what_begins_from_now_follows_the_new_rules(administrator, propose):
    before = propose()
    version = publish(administrator, with_window(45))
    after = propose()
    assert (before.rules.window_days, after.rules.window_days) == (30, 45)
    assert current_version() == version
    assert Event.objects.filter(kind="processes.rules.published").latest("pk").actor == administrator


def test_who_compared_with_an_older_version_publishes_nothing(administrator):
    publish(administrator, with_window(45))
    assert publish(administrator, with_window(60), seen=1) is None
    assert current_version().rules.window_days == 45


def test_a_moderator_publishes_no_rules(moderator):
    with pytest.raises(Refused) as refusal:
        publish(moderator, with_window(45))
    assert refusal.value.verdict.code == "not_allowed"


def with_answer(**new) -> dict:
    document = copy.deepcopy(current_version().document)
    document["answer"] |= new
    return document


def test_nonsense_is_never_published(administrator):
    for document in (
        with_window(0),
        with_window(10_000),
        with_answer(days=10_000),
        with_answer(extensions=2, extension_days=0),
        {},
    ):
        with pytest.raises(RulesError):
            publish(administrator, document)
    assert current_version().number == 1
