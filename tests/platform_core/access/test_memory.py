"""What a process remembers of an institution stays right while others change it."""

import pytest
from django.utils import timezone

from civic.categories.actions import add_category
from platform_core.access import memory as remembering
from platform_core.access.memory import MOST_SECONDS, Memory
from tenants.context import institution_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_000.0

        def monotonic(self):
            return self.now

    held = Clock()
    monkeypatch.setattr(remembering, "time", held)
    monkeypatch.setattr(remembering, "ONE_PAGE_SECONDS", 0.5)
    return held


@pytest.fixture
def memory(clock, monkeypatch):
    made: Memory[int] = Memory(10)
    monkeypatch.setattr(Memory, "every", Memory.every[:-1])
    return made


@pytest.fixture
def asked(memory):
    """Asks as a page does, and says how often somebody had to be asked so far."""
    said = []

    def ask():
        memory.here(lambda: said.append(1) or len(said))
        return len(said)

    return ask


def test_what_is_old_stays_while_nothing_was_recorded(clock, asked, standing):
    with institution_context(standing.haneul):
        assert asked() == 1
        clock.now += 11
        assert asked() == 1
        clock.now += 9
        assert asked() == 1


def test_a_change_is_seen_when_the_seconds_are_over(clock, asked, standing):
    with institution_context(standing.haneul):
        assert asked() == 1
        add_category(name="숲", default_department=None, by=None, at=timezone.now())
        clock.now += 9
        assert asked() == 1
        clock.now += 2
        assert asked() == 2
        clock.now += 11
        assert asked() == 2


def test_a_change_next_door_makes_nobody_ask(clock, asked, standing):
    with institution_context(standing.bada):
        assert asked() == 1
    with institution_context(standing.haneul):
        add_category(name="숲", default_department=None, by=None, at=timezone.now())
    clock.now += 11
    with institution_context(standing.bada):
        assert asked() == 1


def test_what_was_changed_by_hand_is_seen_after_a_while(clock, asked, standing):
    with institution_context(standing.haneul):
        assert asked() == 1
        for _moment in range(int(MOST_SECONDS // 9)):
            clock.now += 9
            assert asked() == 1
        clock.now += 18
        assert asked() == 2
