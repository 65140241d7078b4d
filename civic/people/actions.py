"""Verbs about departments and staff."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from civic.people.models import Department, Invitation, Role, StaffRole
from civic.people.queries import hash_of, open_invitations
from civic.people.rules import (
    forget_roles,
    may_accept,
    may_invite_staff,
    may_manage_departments,
    may_take_role,
)
from platform_core.access import Refused, no, require
from platform_core.accounts.actions import open_account
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.actions import queue_letter
from platform_core.text.normalise import clean_line
from tenants.context import here
from tenants.entitlements import amount_of, entitled

INVITATION_LASTS = timedelta(days=14)

INVITED = "people.staff.invited"
INVITATION_ACCEPTED = "people.invitation.accepted"
INVITATION_REVOKED = "people.invitation.revoked"
ROLE_GIVEN = "people.role.given"
ROLE_TAKEN = "people.role.taken"
DEPARTMENT_ADDED = "people.department.added"
DEPARTMENT_CHANGED = "people.department.changed"


@dataclass(frozen=True, slots=True)
class Invited:
    invitation: Invitation
    # Only here and in the letter: the row keeps its hash.
    token: str


# --- Invitations -----------------------------------------------------------------


def invite_staff(*, email: str, role: str, department: Department | None, by: User, at: datetime) -> Invited:
    """Send a letter that makes its reader staff. A standing invitation to the same address and task is replaced.

    Raises Refused (`not_allowed`, `needs_department`, `no_department`, `has_role`, `plan_is_full`).
    """
    require(may_invite_staff(by))
    return _invite(email=email, role=role, department=department, by=by, at=at)


def invite_first_administrator(*, email: str, at: datetime) -> Invited:
    """By the platform, when the institution opens: nobody is here yet who could invite."""
    return _invite(email=email, role=Role.ADMINISTRATOR, department=None, by=None, at=at)


@transaction.atomic
def _invite(
    *, email: str, role: str, department: Department | None, by: User | None, at: datetime
) -> Invited:
    email = email.strip().lower()
    _check_task(role, department)
    if StaffRole.objects.filter(user__email__iexact=email, role=role, department=department).exists():
        raise Refused(no("has_role", _("This person already has this task.")))
    _require_seat(email, at)
    open_invitations(at).filter(email=email, role=role, department=department).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        department=department,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=at + INVITATION_LASTS,
    )
    record(
        INVITED, invitation, at=at, actor=by, role=role, department_id=department.pk if department else None
    )
    _send_invitation(invitation, token, by)
    return Invited(invitation, token)


def _require_seat(email: str, at: datetime) -> None:
    """Somebody who works here already, or is invited, takes no other seat. Raises Refused (`plan_is_full`)."""
    institution = here()
    if institution is None or amount_of(institution, "staff") is None:
        return
    at_work = set(StaffRole.objects.filter(user__is_active=True).values_list("user__email", flat=True))
    seated = {one.lower() for one in at_work} | set(open_invitations(at).values_list("email", flat=True))
    if email not in seated:
        require(entitled(institution, "staff", amount=len(seated) + 1))


def _send_invitation(invitation: Invitation, token: str, by: User | None) -> None:
    institution = here()
    if institution is None:
        raise RuntimeError("People are invited to an institution, not to the platform.")
    with translation.override(institution.default_language):
        words = {
            "institution": institution.name,
            "task": task_in_words(invitation.role, invitation.department),
            "days": INVITATION_LASTS.days,
            "by": by.name if by else "",
        }
        opened = _("%(institution)s has been opened for you. You are invited as: %(task)s.")
        invited = _("%(by)s invites you to work at %(institution)s as: %(task)s.")
        first = (invited if by else opened) % words
        until = _("The link below works once, for %(days)s days.") % words
        unexpected = _("If you did not expect this letter, you need do nothing.")
        queue_letter(
            to=invitation.email,
            subject=_("Invitation to work at %(institution)s") % words,
            body=f"{first}\n\n{until} {unexpected}",
            action_label=_("Accept the invitation"),
            action_url=institution.address(f"/invitation/{token}/"),
            language=institution.default_language,
            dedupe_key=f"invitation:{invitation.pk}",
            secret=True,
        )


def task_in_words(role: str, department: Department | None) -> str:
    """‘Respondent, Parks department’ in the language at hand."""
    label = str(Role(role).label)
    return f"{label}, {department.name}" if department else label


@transaction.atomic
def accept_invitation(*, token: str, user: User, at: datetime) -> bool:
    """Take the task; the token is spent. False when it was spent, taken back or has expired meanwhile.

    Raises Refused (`other_address`) for somebody else's letter.
    """
    invitation = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None or not open_invitations(at).filter(pk=invitation.pk).exists():
        return False
    return accept_invited(invitation=invitation, user=user, at=at)


@transaction.atomic
def accept_invited(*, invitation: Invitation, user: User, at: datetime) -> bool:
    """Take the task without the letter's token: something else proved the address. Raises Refused, as above."""
    require(may_accept(user, invitation))
    if not open_invitations(at).filter(pk=invitation.pk).update(accepted_at=at):
        return False
    _give(user=user, role=invitation.role, department=invitation.department, at=at, by=invitation.invited_by)
    record(INVITATION_ACCEPTED, invitation, at=at, actor=user)
    return True


@transaction.atomic
def join_by_invitation(*, token: str, name: str, password: str, language: str, at: datetime) -> User | None:
    """An account for somebody who has none yet: the letter proves the address. None for a spent token.

    Raises IntegrityError when the address got an account meanwhile.
    """
    invitation = open_invitations(at).filter(token_hash=hash_of(token)).first()
    if invitation is None:
        return None
    user = open_account(email=invitation.email, name=name, password=password, at=at, language=language)
    return user if accept_invitation(token=token, user=user, at=at) else None


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> bool:
    require(may_invite_staff(by))
    if not open_invitations(at).filter(pk=invitation.pk).update(revoked_at=at):
        return False
    record(INVITATION_REVOKED, invitation, at=at, actor=by)
    return True


# --- Roles -----------------------------------------------------------------------


def give_role(*, user: User, role: str, department: Department | None, by: User, at: datetime) -> bool:
    """False when the person had it already. Raises Refused."""
    require(may_invite_staff(by))
    _check_task(role, department)
    return _give(user=user, role=role, department=department, at=at, by=by)


@transaction.atomic
def _give(*, user: User, role: str, department: Department | None, at: datetime, by: User | None) -> bool:
    held, is_new = StaffRole.objects.get_or_create(user=user, role=role, department=department)
    forget_roles(user)
    if is_new:
        record(ROLE_GIVEN, user, at=at, actor=by, role=role, department_id=held.department_id)
    return is_new


@transaction.atomic
def remove_role(*, role: StaffRole, by: User, at: datetime) -> bool:
    """Take a task from a person. Raises Refused (`last_administrator`)."""
    hold_administrators()
    forget_roles(by)  # what was read before the wait may no longer be so
    held = StaffRole.objects.filter(pk=role.pk).select_related("user").first()
    if held is None:
        return False
    require(may_take_role(by, held))
    held.delete()
    record(ROLE_TAKEN, held.user, at=at, actor=by, role=held.role, department_id=held.department_id)
    forget_roles(by)
    return True


def hold_administrators() -> None:
    """Until the transaction ends: two who go, or take each other's task, must not both be the last but one."""
    list(StaffRole.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))


@transaction.atomic
def remove_all_roles(*, user_id: int) -> int:
    """For a person who has left the institution; returns how many tasks fell free."""
    return StaffRole.objects.filter(user_id=user_id).delete()[0]


def _check_task(role: str, department: Department | None) -> None:
    if role == Role.RESPONDENT and department is None:
        raise Refused(no("needs_department", _("Choose the department this person answers for.")))
    if role != Role.RESPONDENT and department is not None:
        raise Refused(no("no_department", _("Only respondents belong to a department.")))


# --- Departments -----------------------------------------------------------------


@transaction.atomic
def add_department(*, name: str, code: str = "", by: User | None, at: datetime) -> Department:
    """At the end of the list; by the platform where `by` is None. Raises Refused (`not_allowed`, `code_taken`)."""
    _require_manager(by)
    last = Department.objects.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            department = Department.objects.create(
                name=clean_line(name), code=code or secrets.token_hex(4), position=last + 10
            )
    except IntegrityError:
        raise Refused(no("code_taken", _("Another department already uses this code."))) from None
    record(DEPARTMENT_ADDED, department, at=at, actor=by, name=department.name)
    return department


def _require_manager(by: User | None) -> None:
    """None is the platform, which arranges what an institution ordered. Raises Refused."""
    if by is not None:
        require(may_manage_departments(by))


def rename_department(*, department: Department, name: str, by: User | None, at: datetime) -> bool:
    _require_manager(by)
    name = clean_line(name)
    return _change(department, by, at, name=name) if name != department.name else False


def hide_department(*, department: Department, by: User | None, at: datetime) -> bool:
    """It can no longer be chosen; what it owes and has answered stays its own."""
    _require_manager(by)
    return _change(department, by, at, is_active=False) if department.is_active else False


def show_department(*, department: Department, by: User | None, at: datetime) -> bool:
    _require_manager(by)
    return _change(department, by, at, is_active=True) if not department.is_active else False


@transaction.atomic
def _change(department: Department, by: User | None, at: datetime, **changes: object) -> bool:
    for field, value in changes.items():
        setattr(department, field, value)
    department.save(update_fields=list(changes))
    record(DEPARTMENT_CHANGED, department, at=at, actor=by, **changes)
    return True
