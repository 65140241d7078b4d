"""Reads about departments and staff."""

import hashlib
from datetime import datetime

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
