"""Who works here."""

import pytest
from django.utils import timezone

from civic.people.actions import give_role, remove_role
from civic.people.models import Department, Role, StaffRole
from civic.people.rules import (
    answers_for,
    has_role,
    is_administrator,
    is_moderator,
    is_staff,
    may_invite_staff,
    may_open_desk,
    roles_of,
)
from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.events.models import Event
from tenants.context import institution_context


@pytest.fixture
def parks(haneul):
    return Department.objects.create(code="parks", name="공원녹지과")


def test_tasks_are_read_once_per_person(haneul, make_staff, django_assert_num_queries):
    boss = make_staff(Role.ADMINISTRATOR)
    with django_assert_num_queries(1):
        assert is_staff(boss) and is_administrator(boss) and is_moderator(boss)
        assert has_role(boss, Role.ADMINISTRATOR) and not has_role(boss, Role.MODERATOR)


def test_strangers_and_closed_accounts_have_no_tasks(haneul, make_staff, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    with django_assert_num_queries(0):
        assert roles_of(AnonymousUser()) == ()
    gone = make_staff(Role.ADMINISTRATOR)
    gone.is_active = False
    assert not is_staff(gone)


def test_a_respondent_answers_for_their_department_alone(haneul, parks, make_staff):
    roads = Department.objects.create(code="roads", name="도로과")
    respondent, boss = make_staff(Role.RESPONDENT, parks), make_staff(Role.ADMINISTRATOR)
    assert answers_for(respondent, parks.pk) and not answers_for(respondent, roads.pk)
    assert answers_for(boss, roads.pk) and not is_moderator(respondent)


def test_the_desk_says_why_it_does_not_open(haneul, citizen, make_staff):
    from django.contrib.auth.models import AnonymousUser

    assert may_open_desk(AnonymousUser()).code == "sign_in"
    assert may_open_desk(citizen).code == "not_staff"
    assert may_open_desk(make_staff(Role.MODERATOR)).allowed
    assert may_invite_staff(make_staff(Role.MODERATOR)).code == "not_allowed"


def test_a_task_is_given_once_and_known_at_once(haneul, parks, citizen, make_staff):
    boss, now = make_staff(Role.ADMINISTRATOR), timezone.now()
    assert not is_staff(citizen)
    assert give_role(user=citizen, role=Role.RESPONDENT, department=parks, by=boss, at=now) is True
    assert is_staff(citizen)
    assert give_role(user=citizen, role=Role.RESPONDENT, department=parks, by=boss, at=now) is False
    assert Event.objects.filter(kind="people.role.given", subject_id=citizen.pk).count() == 1


@pytest.mark.parametrize(
    ("role", "code"), [(Role.RESPONDENT, "needs_department"), (Role.MODERATOR, "no_department")]
)
def test_only_respondents_belong_to_a_department(haneul, parks, citizen, make_staff, role, code):
    department = parks if role == Role.MODERATOR else None
    with pytest.raises(Refused) as refusal:
        give_role(user=citizen, role=role, department=department, by=make_staff(), at=timezone.now())
    assert refusal.value.verdict.code == code


def test_the_last_administrator_stays(haneul, make_staff):
    StaffRole.objects.filter(role=Role.ADMINISTRATOR).delete()
    boss, other = make_staff(Role.ADMINISTRATOR), make_staff(Role.ADMINISTRATOR)
    now = timezone.now()
    assert remove_role(role=other.staff_roles.get(), by=boss, at=now)
    with pytest.raises(Refused) as refusal:
        remove_role(role=boss.staff_roles.get(), by=boss, at=now)
    assert refusal.value.verdict.code == "last_administrator"


def test_a_neighbour_of_the_same_id_has_no_task_here(haneul, bada, make_staff):
    boss = make_staff(Role.ADMINISTRATOR, at=bada)
    with institution_context(haneul):
        twin = User.objects.create(pk=boss.pk, email="twin@example.org", name="쌍둥이")
        assert not is_staff(twin)
