"""How often pages of an institution fail: counted beside requests, shown to operators, and told when it is much."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from tenants.context import public
from tenants.watching import answering
from tenants.watching.answering import CONSOLE, answers_of, count_answer, forget_old_answers, write_down
from tenants.watching.figures import look_now, refresh_figures
from tenants.watching.finding import find_everything
from tenants.watching.models import AlertKind, AnswerHour, ConsoleHour, Figures


@pytest.fixture
def console(visit, operator):
    with public():
        TOTP.activate(operator, generate_totp_secret())
    return visit(None, as_=operator)


def test_answers_are_counted_without_a_query_and_written_down_later(haneul, visit, django_assert_num_queries):
    visitor = visit(haneul)
    visitor.get("/status/")
    with django_assert_num_queries(0):
        count_answer(institution=haneul.pk, status=200, at=timezone.now())
    with public():
        assert not AnswerHour.objects.exists()
    assert write_down() == 1
    assert write_down() == 0
    count_answer(institution=haneul.pk, status=503, at=timezone.now())
    write_down()
    with public():
        assert list(AnswerHour.objects.values_list("institution", "faults")) == [(haneul.pk, 1)]
        assert AnswerHour.objects.get().answers == 3


def counted(house, at, *, answers, faults):
    for number in range(answers):
        count_answer(institution=house.pk, status=500 if number < faults else 200, at=at)
    write_down()


def test_the_operator_sees_where_pages_fail_and_is_told_when_they_are_many(haneul, bada, console):
    now = timezone.now()
    counted(haneul, now, answers=100, faults=12)
    counted(haneul, now - timedelta(hours=5), answers=100, faults=0)
    counted(haneul, now - timedelta(hours=30), answers=100, faults=100)
    counted(bada, now, answers=100, faults=1)
    with public():
        assert answers_of([haneul.pk], now)[haneul.pk] == {
            "answers_day": 200,
            "faults_day": 12,
            "answers_now": 100,
            "faults_now": 12,
        }
        refresh_figures(at=now)
        assert Figures.objects.get(pk=haneul.pk).faults_percent == 6.0
        found = [one.institution for one in find_everything(now) if one.kind is AlertKind.FAULTS]
        assert found == [haneul.pk]
    seen = look_now(haneul, at=now)
    assert seen is not None and seen.faults_day == 12
    page = console.get("/", {"trouble": "faults", "order": "faults"}).content.decode()
    assert page.index("하늘시") < page.index("바다군")
    assert "6.0%" in page
    assert "12" in console.get(f"/institutions/{haneul.pk}/").content.decode()
    assert console.get("/institutions.csv").status_code == 200
    with public():
        assert forget_old_answers(at=now + timedelta(days=9)) == 4


def test_the_operators_own_pages_are_counted_and_told_too(console, operator):
    assert console.get("/").status_code == 200
    now = timezone.now()
    with public():
        assert not [one for one in find_everything(now) if one.kind is AlertKind.FAULTS]
    for _ in range(10):
        count_answer(institution=CONSOLE, status=500, at=now)
    assert write_down() == 1
    with public():
        hour = ConsoleHour.objects.get()
        assert (hour.answers, hour.faults) == (11, 10)
        (found,) = [one for one in find_everything(now) if one.kind is AlertKind.FAULTS]
        assert (found.institution, found.about, found.facts["faults"]) == (None, settings.CONSOLE_HOST, 10)
    assert "11" in console.get("/alerts/").content.decode().split('class="small soft"')[1][:80]
    write_down()
    with public():
        assert ConsoleHour.objects.get().answers == 12
        assert forget_old_answers(at=now + timedelta(days=9)) == 1


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_what_cannot_be_written_now_is_written_next_time(haneul, monkeypatch, trouble):
    def away(taken):
        raise trouble

    count_answer(institution=haneul.pk, status=200, at=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(answering, "_add", away)
        assert write_down() == 0
    assert write_down() == 1
    # Of an institution that was erased meanwhile nothing is kept, and nothing fails.
    count_answer(institution=900_000, status=200, at=timezone.now())
    assert write_down() == 0
