"""The clock reminds the departments, once a quarter and never twice; the public reads of silence by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.execution.models import Execution
from civic.execution.quarters import quarter_of
from civic.execution.reminding import announce_plans_overdue, remind_departments
from civic.journeys.moderate import hide_proposal
from civic.notifications.models import Notification
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event

DAY = timedelta(days=1)


@pytest.fixture
def next_quarter(planned):
    """The quarter after the one in which something was told."""
    return quarter_of(planned.told_at).next


def reminders() -> int:
    return Event.objects.filter(kind="execution.update.became_due").count()


def test_a_department_is_reminded_near_the_end_of_the_quarter_and_once(planned, next_quarter, respondent):
    assert remind_departments(at=next_quarter.starts_at) == 0
    assert remind_departments(at=next_quarter.ends_at - 31 * DAY) == 0
    assert remind_departments(at=next_quarter.ends_at - 29 * DAY) == 1
    assert remind_departments(at=next_quarter.ends_at - 28 * DAY) == 0
    announce_pending()
    told = Notification.objects.filter(data__event="execution.update.became_due")
    assert list(told.values_list("user_id", "kind")) == [(respondent.pk, "owed")]


def test_the_next_quarter_reminds_again_and_at_once(planned, next_quarter):
    assert remind_departments(at=next_quarter.ends_at - DAY) == 1
    assert remind_departments(at=next_quarter.ends_at) == 1
    assert Event.objects.filter(kind="execution.update.became_due").last().data["overdue"]
    assert remind_departments(at=next_quarter.ends_at + DAY) == 0
    assert remind_departments(at=next_quarter.next.ends_at - DAY) == 0
    assert reminders() == 2


def test_whoever_told_something_is_not_reminded(planned, next_quarter):
    Execution.objects.update(told_at=next_quarter.starts_at)
    assert remind_departments(at=next_quarter.ends_at - DAY) == 0


def test_nobody_is_reminded_of_what_is_hidden(planned, next_quarter, adopted, moderator):
    hide_proposal(proposal=adopted, reason="확인 중", by=moderator, at=timezone.now())
    assert remind_departments(at=next_quarter.ends_at) == 0


def test_the_reminder_is_marked_with_the_event_or_not_at_all(planned, next_quarter, monkeypatch):
    from civic.execution import reminding

    monkeypatch.setattr(reminding, "record", lambda *_args, **_rest: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        remind_departments(at=next_quarter.ends_at)
    monkeypatch.undo()
    assert remind_departments(at=next_quarter.ends_at) == 1


def test_a_late_plan_is_said_once(execution):
    assert announce_plans_overdue(at=execution.plan_due_at - timedelta(microseconds=1)) == 0
    assert announce_plans_overdue(at=execution.plan_due_at) == 1
    assert announce_plans_overdue(at=execution.plan_due_at + DAY) == 0
