"""E_02: who answers for which department. Here by tasks and invitations, not by a column on the account."""

import pytest
from django.utils import timezone

from civic.people.actions import give_role, invite_staff, remove_role
from civic.people.models import Department, Role, StaffRole
from civic.people.rules import departments_of, forget_roles, is_staff
from tests.parity.conftest import refusal

NOT_ADMINISTRATORS = ["moderator", "respondent", "citizen"]


def task_of(person, **which):
    return StaffRole.objects.get(user=person, **which)


def test_an_administrator_makes_a_citizen_answer_for_a_department(administrator, citizen, roads):
    assert give_role(
        user=citizen, role=Role.RESPONDENT, department=roads, by=administrator, at=timezone.now()
    )
    assert departments_of(citizen) == {roads.pk}


def test_a_respondent_moves_to_another_department(administrator, respondent, roads, parks):
    now = timezone.now()
    give_role(user=respondent, role=Role.RESPONDENT, department=parks, by=administrator, at=now)
    remove_role(role=task_of(respondent, department=roads), by=administrator, at=now)
    forget_roles(respondent)
    assert departments_of(respondent) == {parks.pk}


def test_a_task_taken_away_leaves_a_citizen_and_the_department_stays(administrator, respondent, roads):
    assert remove_role(role=task_of(respondent), by=administrator, at=timezone.now())
    forget_roles(respondent)
    assert not is_staff(respondent)
    assert Department.objects.filter(pk=roads.pk).exists()


def test_an_administrator_may_answer_for_a_department_too(administrator, roads):
    """Other than there: one person may have several tasks."""
    assert give_role(
        user=administrator, role=Role.RESPONDENT, department=roads, by=administrator, at=timezone.now()
    )
    assert StaffRole.objects.filter(user=administrator).count() == 2


def test_the_same_task_is_given_once(administrator, respondent, roads):
    wish = {"role": Role.RESPONDENT, "department": roads, "by": administrator, "at": timezone.now()}
    assert not give_role(user=respondent, **wish)
    assert refusal(invite_staff, email=respondent.email, **wish) == "has_role"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MODERATOR])
def test_who_is_no_respondent_belongs_to_no_department(administrator, citizen, roads, role):
    wish = {"user": citizen, "role": role, "department": roads, "by": administrator}
    assert refusal(give_role, **wish, at=timezone.now()) == "no_department"


def test_a_respondent_without_a_department_is_none(administrator, citizen):
    wish = {"user": citizen, "role": Role.RESPONDENT, "department": None, "by": administrator}
    assert refusal(give_role, **wish, at=timezone.now()) == "needs_department"


def test_the_last_administrator_keeps_the_task(administrator):
    others = StaffRole.objects.filter(role=Role.ADMINISTRATOR).exclude(user=administrator)
    others.delete()
    mine = {"role": task_of(administrator), "by": administrator, "at": timezone.now()}
    assert refusal(remove_role, **mine) == "last_administrator"


def test_there_is_nothing_to_take_from_a_citizen(administrator, respondent):
    task = task_of(respondent)
    assert remove_role(role=task, by=administrator, at=timezone.now())
    assert not remove_role(role=task, by=administrator, at=timezone.now())


@pytest.mark.parametrize("who", NOT_ADMINISTRATORS)
def test_nobody_else_gives_tasks(somebody, make_citizen, roads, who):
    wish = {"user": make_citizen(), "role": Role.RESPONDENT, "department": roads}
    assert refusal(give_role, **wish, by=somebody(who), at=timezone.now()) == "not_allowed"


@pytest.mark.parametrize("who", NOT_ADMINISTRATORS)
def test_nobody_else_invites(somebody, parks, who):
    wish = {"email": "new@example.org", "role": Role.RESPONDENT, "department": parks}
    assert refusal(invite_staff, **wish, by=somebody(who), at=timezone.now()) == "not_allowed"


@pytest.mark.parametrize("who", NOT_ADMINISTRATORS)
def test_nobody_else_takes_tasks_away(somebody, make_staff, parks, who):
    task = task_of(make_staff(Role.RESPONDENT, parks))
    assert refusal(remove_role, role=task, by=somebody(who), at=timezone.now()) == "not_allowed"
