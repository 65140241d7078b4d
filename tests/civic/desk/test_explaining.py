"""왜 안 되나요: staff describe somebody and a moment, and read what they may do and why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.processes.queries import current_version

HERE = {"ask": "1", "signed_in": "on", "mail_confirmed": "on", "identity": "certified", "ties": ["resides"]}


@pytest.fixture
def asking(haneul: Any, visit: Any, moderator: Any):
    """`asking(age=15)`: the codes that the desk gives for that person, by deed."""
    visitor = visit(haneul, as_=moderator)

    def ask(**who: Any) -> dict[str, str]:
        response = visitor.get(reverse("desk:explain"), {**HERE, **who})
        assert response.status_code == 200, response.context["form"].errors
        return {one.deed.value: one.verdict.code for one in response.context["told"]}

    return ask


@pytest.fixture
def strict(haneul: Any):
    """A process for verified residents of eighteen years or more who do not work for the institution."""
    asked = {"identity": "phone", "ties": ["resides", "works"], "min_age": 18, "no_staff": True}
    process = Process.objects.create(key="strict", name="주민만의 길")
    document = {**preset("daejeon_2025").document, "eligibility": {"support": asked}}
    publish_rules(process=process, document=document, reason="시험", by=None, at=timezone.now())
    cache.clear()
    process.refresh_from_db()
    return process


def test_each_thing_that_is_missing_is_named(asking, strict) -> None:
    version = strict.current_version_id
    assert asking(age=40, version=version)["support"] == "ok"
    assert asking(age=15, version=version)["support"] == "too_young"
    assert asking(version=version)["support"] == "age_unknown"
    assert asking(age=40, version=version, ties=["studies"])["support"] == "not_from_here"
    assert asking(age=40, version=version, identity="social")["support"] == "identity_needed"
    assert asking(age=40, version=version, is_staff="on")["support"] == "staff_excluded"
    assert asking(age=40, version=version, signed_in="")["support"] == "sign_in"


def test_only_its_author_may_edit(asking) -> None:
    assert asking()["edit"] == "not_yours"
    assert asking(is_author="on")["edit"] == "ok"


def test_the_moment_decides(asking, propose) -> None:
    proposal = propose(at=timezone.now() - timedelta(days=10))
    assert asking(number=proposal.pk)["support"] == "ok"
    later = (timezone.localtime() + timedelta(days=60)).date().isoformat()
    assert asking(number=proposal.pk, on=later, hour="09:00")["support"] == "window_closed"


def test_the_last_minute_of_a_window_is_in_it_and_the_next_is_not(haneul, asking, propose) -> None:
    proposal = propose(at=timezone.now() - timedelta(days=10))
    closes = timezone.localtime(proposal.closes_at, haneul.zone)
    before = closes - timedelta(minutes=1)
    asked = {"number": proposal.pk}
    assert asking(**asked, on=before.date().isoformat(), hour=before.strftime("%H:%M"))["support"] == "ok"
    last = asking(**asked, on=closes.date().isoformat(), hour=closes.strftime("%H:%M"))
    assert last["support"] == "window_closed"


def test_rules_without_its_stage_are_asked_about_a_new_one(haneul, visit, moderator, propose) -> None:
    proposal = propose()
    process = Process.objects.create(key="asked", name="시가 묻는 길")
    document = preset("survey").document
    publish_rules(process=process, document=document, reason="시험", by=None, at=timezone.now())
    process.refresh_from_db()
    asked = {**HERE, "number": proposal.pk, "version": process.current_version_id}
    response = visit(haneul, as_=moderator).get(reverse("desk:explain"), asked)
    assert response.status_code == 200 and response.context["moved"]


@pytest.mark.parametrize(
    "wrong", [{"number": "999999"}, {"on": "1850-01-01"}, {"age": "-3"}, {"version": "0"}, {"ties": ["moon"]}]
)
def test_what_cannot_be_is_told_in_the_form(haneul, visit, moderator, wrong) -> None:
    response = visit(haneul, as_=moderator).get(reverse("desk:explain"), {**HERE, **wrong})
    assert response.status_code == 422 and response.context["form"].errors


def test_asking_changes_nothing_and_costs_little(
    haneul, visit, respondent, propose, django_assert_max_num_queries
) -> None:
    proposal = propose()
    visitor = visit(haneul, as_=respondent)
    asked = {**HERE, "number": proposal.pk, "version": current_version().pk}
    visitor.get(reverse("desk:explain"), asked)
    with django_assert_max_num_queries(14):
        visitor.get(reverse("desk:explain"), asked)


def test_citizens_and_neighbours_do_not_find_it(haneul, visit, make_citizen, neighbour) -> None:
    assert visit(haneul, as_=make_citizen()).get(reverse("desk:explain")).status_code == 404
    assert visit(haneul, as_=neighbour).get(reverse("desk:explain")).status_code == 302
