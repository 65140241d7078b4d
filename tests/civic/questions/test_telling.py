"""Who is told while a question is prepared: whose turn it is, and nobody else."""

import pytest
from django.utils import timezone

from civic.notifications.models import Notification
from civic.people.models import Role
from civic.questions import actions
from civic.questions.kinds import Step
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tests.civic.questions.making import filled_in, finished, question_process


@pytest.fixture
def reviewing(roads, administrator, respondent):
    at = timezone.now()
    process = question_process(administrator, at)
    question = finished(
        filled_in(department=roads, process=process, by=respondent, at=at), by=respondent, at=at
    )
    actions.ask_review(question=question, by=respondent, at=at)
    return question


def told(kind: str) -> set[str]:
    announce_pending(limit=500)
    found = Notification.objects.filter(event__kind=kind)
    return set(found.values_list("user__name", flat=True))


def test_the_department_is_asked_and_not_who_asked(reviewing, make_staff, roads, parks, moderator):
    make_staff(Role.RESPONDENT, roads, name="도로 팀장")
    make_staff(Role.RESPONDENT, parks, name="공원 담당")
    assert told("questions.review.asked") == {"도로 팀장"}
    letter = OutboundMail.objects.get(user__name="도로 팀장")
    assert reviewing.title in letter.subject
    assert f"/desk/questions/{reviewing.pk}/" in letter.text


def test_changes_are_told_to_whoever_prepares_it(reviewing, make_staff, roads, moderator, haneul, visit):
    colleague = make_staff(Role.RESPONDENT, roads, name="도로 팀장")
    actions.ask_changes(
        question=reviewing, step=Step.KEY_QUESTION, reason="쉬운 말로", by=colleague, at=timezone.now()
    )
    names = told("questions.review.changes_asked")
    assert {"도로 담당", "운영 담당"} <= names
    assert "도로 팀장" not in names
    page = visit(haneul, as_=moderator).get("/me/notifications/").content.decode()
    assert reviewing.title in page
    assert "쉬운 말로" in page


def test_told_twice_is_told_once(reviewing, make_staff, roads):
    from civic.notifications.questions import tell_who_prepares_it
    from platform_core.events.models import Event

    make_staff(Role.RESPONDENT, roads, name="도로 팀장")
    assert told("questions.review.asked") == {"도로 팀장"}
    tell_who_prepares_it(Event.objects.get(kind="questions.review.asked"))
    assert Notification.objects.filter(event__kind="questions.review.asked").count() == 1
