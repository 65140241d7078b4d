"""What is done at night: nothing waits for something else to succeed."""

from datetime import timedelta

from django.utils import timezone

from civic.abuse.models import Scope, Stop
from civic.abuse.tasks import look_here
from civic.journeys import tasks
from civic.privacy import requests
from civic.privacy.models import Came, DataRequest, Wish
from tenants.context import institution_context


def test_what_fails_holds_up_nothing_that_comes_after(haneul, monkeypatch):
    done = []
    names = ["forget_old_mail", "forget_simulations", "forget_waiting", "forget_old_looks", "forget_sent"]
    names += ["remind_of_requests", "forget_unanswered", "keep_age_bands", "warn_dormant", "erase_dormant"]
    for name in names:

        def fails(*_a, name=name, **_k):
            done.append(name)
            raise ZeroDivisionError

        monkeypatch.setattr(tasks, name, fails)
    tasks.tidy(institution_id=haneul.pk)
    assert set(done) == set(names)


def test_of_a_hundred_and_one_requests_none_is_forgotten(haneul, monkeypatch):
    asked, told = timezone.now() - timedelta(days=9), []
    due = timezone.localdate() + timedelta(days=1)
    DataRequest.objects.bulk_create(
        DataRequest(name="이웃", wish=Wish.CORRECT, came=Came.COUNTER, asked_at=asked, due_on=due)
        for _number in range(101)
    )
    monkeypatch.setattr(requests, "_tell_the_officer", lambda one, **_how: told.append(one.pk))
    assert requests.remind_of_requests(at=timezone.now()) == 101 == len(set(told))


def test_who_was_held_up_is_forgotten_with_the_traces(haneul):
    ends = [timezone.now() - timedelta(days=days) for days in (40, 1)]
    for end in ends:
        Stop.objects.create(
            scope=Scope.ACCOUNT, key="7", counted=9, most=5, begins_at=end - timedelta(hours=1), ends_at=end
        )
    look_here(institution_id=haneul.pk)
    with institution_context(haneul):
        assert [one.ends_at for one in Stop.objects.all()] == ends[1:]
