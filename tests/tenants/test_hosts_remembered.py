"""Who lives at an address is remembered by each process; what another process changed is seen within seconds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from platform_core.access import memory as remembering
from tenants import actions, queries
from tenants.context import public
from tenants.models import Institution, Standing
from tenants.queries import forget_hosts, institution_at

HERE, NEXT = "haneul.localhost", "bada.localhost"


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 5_000.0

        def monotonic(self):
            return self.now

    held = Clock()
    monkeypatch.setattr(queries, "time", held)
    monkeypatch.setattr(queries, "HOST_MEMORY_SECONDS", 3)
    monkeypatch.setattr(remembering, "ONE_PAGE_SECONDS", 0.5)
    return held


@pytest.fixture
def known(haneul, bada, clock):
    """Both were visited for some time."""
    forget_hosts()
    for _visit in range(2):
        assert (institution_at(HERE), institution_at(NEXT)) == (haneul, bada)
        clock.now += 4
    return clock


def asked():
    """Questions that one visit to each of them costs."""
    with CaptureQueriesContext(connection) as captured:
        institution_at(HERE)
        institution_at(NEXT)
    return sum(not one["sql"].startswith("SET search_path") for one in captured)


def test_one_question_answers_for_all_while_nothing_changed(known):
    assert asked() == 1
    assert asked() == 0
    known.now += 4
    assert asked() == 1


def test_what_another_process_changed_is_seen_within_seconds(known, haneul, monkeypatch):
    institution_at(HERE)
    # That process forgets; this one does not hear of it.
    monkeypatch.setattr(actions, "forget_hosts", lambda: None)
    with public():
        there = Institution.objects.get(pk=haneul.pk)
    assert actions.make_read_only(institution=there, reason="계약 종료", at=timezone.now())
    known.now += 3.6
    assert institution_at(HERE).standing == Standing.READ_ONLY


def test_what_was_changed_by_hand_is_seen_in_some_minutes(known, haneul):
    institution_at(HERE)
    with public():
        Institution.objects.filter(pk=haneul.pk).update(name="딴시")
    known.now += 4
    assert institution_at(HERE).name == haneul.name
    known.now += remembering.MOST_SECONDS
    assert institution_at(HERE).name == "딴시"
