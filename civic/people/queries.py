"""Reads about departments and staff."""

import hashlib
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from civic.people.models import Department, Invitation, Role, StaffRole
from platform_core.accounts.models import User


def departments() -> QuerySet[Department]:
    """Departments that can be chosen today, in the institution's order."""
    return Department.objects.filter(is_active=True)


def departments_with_people() -> QuerySet[Department]:
    """Every department, hidden ones last, with `people_count` respondents."""
    return Department.objects.annotate(people_count=Count("staff_roles__user", distinct=True)).order_by(
        "-is_active", "position", "name"
    )


def staff() -> QuerySet[User]:
    """Everybody with a task here, with `staff_roles` and their departments fetched."""
    roles = StaffRole.objects.select_related("department").order_by("pk")
    return (
        User.objects.filter(staff_roles__isnull=False, is_active=True)
        .distinct()
        .order_by("name", "pk")
        .prefetch_related(Prefetch("staff_roles", queryset=roles))
    )


def administrators() -> QuerySet[User]:
    return User.objects.filter(staff_roles__role=Role.ADMINISTRATOR, is_active=True).distinct()


def respondents_of(department: Department) -> QuerySet[User]:
    return User.objects.filter(staff_roles__department=department, is_active=True).distinct()


def open_invitations(at: datetime) -> QuerySet[Invitation]:
    """Neither accepted, taken back nor expired; newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)
        .select_related("department", "invited_by")
        .order_by("-pk")
    )


def invitation_for(token: str, at: datetime) -> Invitation | None:
    """The open invitation this token opens, or None: used, taken back, expired and unknown look alike."""
    return open_invitations(at).filter(token_hash=hash_of(token)).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def person_at(email: str) -> User | None:
    """Whoever has this address here, in any spelling of case."""
    return User.objects.filter(Q(email__iexact=email), withdrawn_at=None).first()


def read_roles(person: int) -> tuple[StaffRole, ...]:
    """With their departments. Asked on every page of somebody signed in, most of whom have none here.

    The ORM composes the statement once: composing takes it longer than PostgreSQL needs to answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_roles_statement(), [person])
        return tuple(_role(row) for row in cursor.fetchall())


@cache
def _roles_statement() -> str:
    statement, _parameters = (
        StaffRole.objects.filter(user_id=0)
        .select_related("department")
        .order_by("pk")
        .query.sql_with_params()
    )
    return str(statement)


def _role(row: tuple[Any, ...]) -> StaffRole:
    names = [field.attname for field in StaffRole._meta.concrete_fields]
    role = StaffRole.from_db(connection.alias, names, row[: len(names)])
    if role.department_id is not None:
        columns = [field.attname for field in Department._meta.concrete_fields]
        role.department = Department.from_db(connection.alias, columns, row[len(names) :])
    return role
