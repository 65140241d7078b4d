"""The head of the institution (기관장): reads, answers what is asked of the head, and sees what is late for too long."""

# ruff: noqa: F811 - a fixture is imported by the name it is asked for

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.announcing import announce_interims_owed
from civic.answers.models import AnswerRequest
from civic.notifications.models import Notification
from civic.people.models import Invitation, Role, StaffRole
from platform_core.events.actions import announce_pending
from tests.civic.answering import english, in_seoul, owe_from, terms  # noqa: F401

TYPED = {"verdict": "adopted", "body": "시장이 답합니다.", "next_steps": "12월", "step": "publish"}


@pytest.fixture(autouse=True)
def here(haneul, in_seoul, terms):
    head = {"days": 30, "unit": "calendar", "interim_after_days": 10}
    terms(days=20, escalate_after_days=5, others={"head": head})


@pytest.fixture
def mayor(haneul, make_staff):
    return make_staff(Role.HEAD, name="한시장")


@pytest.fixture
def asked(owe, roads, owe_from):
    """Asked of the head and of the department at once."""
    now = timezone.now()
    return owe_from(owe(roads, title="시장이 답할 것", at=now).proposal, at=now, key="head")


def titles(answer) -> list[str]:
    return [row["duty"].title for row in answer.context["rows"]]


def test_the_heads_day_is_what_waits_for_the_head_and_by_when(haneul, visit, mayor, owe, roads, asked):
    owe(roads, title="위로 간 것", at=timezone.now() - timedelta(days=90))
    owe(title="아무도 맡지 않은 것")
    today = visit(haneul, as_=mayor).get(reverse("desk:home"))
    assert titles(today) == ["위로 간 것", "시장이 답할 것"]
    assert [row["duty"].due_at for row in today.context["rows"]][1] == asked.due_at
    # How the whole goes is the head's to see; whose posts look strange is not.
    assert today.context["stages"] and "surging" not in today.context
    listed = visit(haneul, as_=mayor).get(reverse("desk:answers")).context["page"].rows
    assert [row.pk for row in listed] == [asked.pk]


def test_the_head_publishes_the_heads_answer_and_no_departments(haneul, visit, mayor, asked):
    visitor = visit(haneul, as_=mayor)
    of_roads = AnswerRequest.objects.exclude(pk=asked.pk).get()
    assert visitor.get(reverse("desk:request", args=[of_roads.pk])).context["form"] is None
    assert visitor.post(reverse("desk:answer", args=[of_roads.pk]), TYPED).status_code == 403
    assert visitor.post(reverse("desk:answer", args=[asked.pk]), TYPED).status_code == 302
    shown = visit(haneul).get(reverse("portal:proposal", args=[asked.proposal_id])).content.decode()
    assert "시장이 답합니다." in shown
    assert titles(visitor.get(reverse("desk:home"))) == []


def test_the_head_is_told_of_what_is_asked_and_of_what_is_owed_meanwhile(mayor, respondent, asked):
    announce_interims_owed(at=asked.interim_due_at)
    announce_pending()
    told = set(Notification.objects.filter(user=mayor).values_list("event__kind", flat=True))
    assert told == {"answers.request.opened", "answers.interim.became_owed"}


def test_the_head_reads_what_colleagues_do(haneul, visit, mayor):
    visitor = visit(haneul, as_=mayor)
    assert visitor.get(reverse("desk:gatherings")).status_code == 200
    assert visitor.get(reverse("desk:gathering_new")).status_code == 403
    assert visitor.get(reverse("desk:question_new")).status_code == 403
    assert visitor.get(reverse("desk:staff")).status_code == 403


def test_an_administrator_invites_the_head(haneul, visit, administrator, roads):
    wish = {"email": "mayor@haneul.example", "role": Role.HEAD, "department": roads.pk}
    assert visit(haneul, as_=administrator).post(reverse("desk:staff"), wish).status_code == 302
    invited = Invitation.objects.get(email="mayor@haneul.example")
    assert (invited.role, invited.department) == ("head", None)


def test_next_doors_head_answers_nothing_here(haneul, bada, visit, make_staff, asked):
    visitor = visit(haneul, as_=make_staff(Role.HEAD, at=bada))
    assert visitor.get(reverse("desk:home")).status_code == 302
    assert visitor.post(reverse("desk:answer", args=[asked.pk]), TYPED).status_code == 403
    assert AnswerRequest.objects.get(pk=asked.pk).state == "open"
    assert StaffRole.objects.filter(role=Role.HEAD).count() == 0
