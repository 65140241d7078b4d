"""Whether somebody may take part is for the rules to say, by the deed of voting; and in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.debates.counting import numbers_of
from civic.debates.queries import opinions_of
from civic.journeys.debate import opine
from civic.people.confirming import confirm_person
from civic.people.models import Confirmed, Department, Means, Role
from platform_core.access import Refused
from tests.civic.debates.conftest import rules_of_debate


def now():
    return timezone.now()


def refused(debate, person, at=None, **what):
    with pytest.raises(Refused) as refusal:
        opine(debate=debate, author=person, side=what.pop("side", "pro"), at=at or now(), **what)
    assert str(refusal.value.verdict.sentence)
    return refusal.value.verdict.code


def asking(**requirement):
    return rules_of_debate(eligibility={"vote": requirement})


def test_only_those_who_live_here_where_the_rules_ask_for_it(debate, make_citizen, moderator):
    held, citizen = debate(asking(ties=["resides"])), make_citizen()
    assert refused(held, citizen) == "not_from_here"
    confirm_person(person=citizen, kinds=[Confirmed.RESIDES], means=Means.IN_PERSON, by=moderator, at=now())
    fresh = type(citizen).objects.get(pk=citizen.pk)
    opine(debate=held, author=fresh, side="pro", at=now())
    assert numbers_of(held).pro == 1


@pytest.mark.parametrize(
    ("requirement", "code"),
    [({"min_age": 14}, "age_unknown"), ({"identity": "certified"}, "identity_needed")],
)
def test_what_is_missing_is_named(debate, make_citizen, requirement, code):
    assert refused(debate(asking(**requirement)), make_citizen()) == code


def test_staff_kept_out_of_voting_still_answer_for_their_department(debate, make_citizen, make_staff):
    held = debate(asking(no_staff=True))
    roads = Department.objects.create(code="roads", name="도로과")
    respondent = make_staff(Role.RESPONDENT, roads)
    root = opine(debate=held, author=make_citizen(), side="pro", body="언제 하나요?", at=now())
    assert refused(held, respondent) == "staff_excluded"
    opine(debate=held, author=respondent, body="내년입니다", parent=root, at=now())
    [row] = opinions_of(held).rows
    assert [one.by_staff for one in row.first_replies] == ["도로과"]


def test_a_limit_on_voting_counts_opinions_and_no_replies(debate, make_citizen):
    rules = rules_of_debate(limits=[{"deed": "vote", "count": 2, "days": 1}])
    held, citizen, at = debate(rules), make_citizen(), now()
    root = opine(debate=held, author=citizen, side="pro", body="하나", at=at)
    opine(debate=held, author=citizen, body="답", parent=root, at=at)
    opine(debate=held, author=citizen, side="con", body="둘", at=at)
    assert refused(held, citizen, at=at, body="셋") == "limit_reached"
    opine(debate=held, author=citizen, side="pro", body="다음 날", at=at + timedelta(days=1))
