"""From proposals to debates to votes and budgets: begun as a draft, and taken back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.guide.growing import Stage, Standing, path
from civic.processes.models import Process
from platform_core.events.models import Event


def to(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def desk(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


def standing(stage):
    return next(one.standing for one in path(timezone.now()) if one.stage == stage)


def test_an_institution_begins_with_proposals_alone(desk):
    assert standing(Stage.PROPOSALS) == Standing.ON
    assert standing(Stage.DEBATES) == Standing.OFF
    assert desk.get(to("guide_growing")).status_code == 200


def test_the_next_step_begins_as_a_draft_that_citizens_do_not_see(desk, haneul, visit):
    answer = desk.post(to("guide_step", "debates"))
    process = Process.objects.get(track="question")
    assert answer.status_code == 302 and answer["Location"] == to("rules_process", process.pk)
    assert process.current_version_id is None and standing(Stage.DEBATES) == Standing.DRAFT
    assert process.name not in visit(haneul).get("/").content.decode()
    assert Event.objects.filter(kind="guide.step.begun").count() == 1


def test_a_step_is_begun_once_however_often_somebody_presses(desk):
    for _time in range(2):
        desk.post(to("guide_step", "debates"))
    assert Process.objects.filter(track="question").count() == 1


def test_a_step_is_taken_back_and_begun_again(desk):
    desk.post(to("guide_step", "debates"))
    assert desk.get(to("guide_step_back", "debates")).status_code == 200
    desk.post(to("guide_step_back", "debates"))
    assert standing(Stage.DEBATES) == Standing.STOPPED
    desk.post(to("guide_step", "debates"))
    assert standing(Stage.DEBATES) == Standing.DRAFT
    assert Event.objects.filter(kind="guide.step.stopped").count() == 1


def test_proposals_are_not_switched_off_here(desk):
    assert desk.post(to("guide_step_back", "proposals")).status_code == 409
    assert standing(Stage.PROPOSALS) == Standing.ON


def test_only_an_administrator_takes_a_step(haneul, visit, moderator):
    visitor = visit(haneul, as_=moderator)
    assert visitor.get(to("guide_growing")).status_code == 200
    for name in ("guide_step", "guide_step_back"):
        assert visitor.post(to(name, "debates")).status_code == 403
    assert visitor.post(to("guide_step", "nowhere")).status_code == 404
    assert not Process.objects.filter(track="question").exists()


def test_the_path_costs_a_bounded_number_of_queries(haneul, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        path(timezone.now())
