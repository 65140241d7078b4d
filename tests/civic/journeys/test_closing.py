"""Windows that pass by the thousand: in slices, resumable, each proposal for itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.journeys import closing, tasks
from civic.journeys.closing import close_some
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from platform_core.events.models import Event
from tenants.context import institution_context


@pytest.fixture
def five_due(haneul, make_proposal, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 2)
    return [make_proposal(ago=timedelta(days=40 + number)) for number in range(5)]


def closed() -> int:
    return Proposal.objects.filter(stage=StageKind.CLOSED).count()


def test_a_slice_ends_between_two_batches_and_the_next_goes_on_behind_it(five_due):
    at = timezone.now()
    first = close_some(at=at, seconds=0)
    assert (first.closed, closed()) == (2, 2)
    second = close_some(at=at, after=first.after, seconds=0)
    assert (second.closed, closed()) == (2, 4)
    assert close_some(at=at, after=second.after, seconds=0) == closing.Turn(1)
    assert Event.objects.filter(kind="proposals.proposal.closed").count() == 5


def test_those_due_longest_come_first(five_due):
    close_some(at=timezone.now(), seconds=0)
    assert {one.pk for one in five_due[3:]} == set(
        Proposal.objects.filter(stage="closed").values_list("pk", flat=True)
    )


def test_run_again_it_does_nothing_twice(five_due):
    at = timezone.now()
    assert close_some(at=at).closed == 5
    assert close_some(at=at).closed == 0
    assert Event.objects.filter(kind="proposals.proposal.closed").count() == 5


def test_one_that_breaks_stops_no_other(five_due, monkeypatch, caplog):
    broken, sound = five_due[2].pk, closing.move_of

    def move_of(row, *what):
        if row.pk == broken:
            raise RuntimeError("no such stage")
        return sound(row, *what)

    monkeypatch.setattr(closing, "move_of", move_of)
    assert close_some(at=timezone.now()).closed == 5, "its batch is judged one by one, where nothing breaks"
    assert closed() == 5


def test_what_is_left_over_is_asked_for_again_behind_the_others(haneul, five_due, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "SLICE", 0)
    monkeypatch.setattr(tasks.go_on_closing, "apply_async", lambda **how: asked.append(how))
    tasks.turn_the_clock(institution_id=haneul.pk)
    [more] = asked
    assert more["kwargs"].pop("institution_id") == haneul.pk and more["countdown"] > 0
    tasks.go_on_closing(institution_id=haneul.pk, **more["kwargs"])
    tasks.go_on_closing(**asked[1]["kwargs"])
    with institution_context(haneul):
        assert closed() == 5 and len(asked) == 2


def test_a_hidden_one_waits(haneul, make_proposal):
    hidden = make_proposal(ago=timedelta(days=40), standing="hidden")
    assert close_some(at=timezone.now()).closed == 0
    assert Proposal.objects.get(pk=hidden.pk).stage == StageKind.GATHERING
