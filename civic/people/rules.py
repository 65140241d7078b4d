"""Who works here, and what their task lets them do. A person's roles are read once per person in hand."""

from typing import Any

from django.utils.translation import gettext as _

from civic.people.models import Invitation, Role, StaffRole
from civic.people.queries import administrators, read_roles
from platform_core.access import YES, Verdict, no

_MEMORY = "_staff_roles_read"


def roles_of(person: Any) -> tuple[StaffRole, ...]:
    """The person's tasks in the institution at hand; none for strangers. One query, remembered on the instance."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return ()
    if not hasattr(person, _MEMORY):
        setattr(person, _MEMORY, read_roles(person.pk))
    roles: tuple[StaffRole, ...] = getattr(person, _MEMORY)
    return roles


def forget_roles(person: Any) -> None:
    """The next question is asked of the database: after a role was given or taken."""
    if hasattr(person, _MEMORY):
        delattr(person, _MEMORY)


def is_staff(person: Any) -> bool:
    return bool(roles_of(person))


def has_role(person: Any, role: str) -> bool:
    """Exactly this role: an administrator is not a moderator here (see is_moderator)."""
    return any(held.role == role for held in roles_of(person))


def is_administrator(person: Any) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def is_moderator(person: Any) -> bool:
    """Moderators, and administrators who may do all that moderators do."""
    return any(held.role in (Role.MODERATOR, Role.ADMINISTRATOR) for held in roles_of(person))


def is_head(person: Any) -> bool:
    """기관장: answers for the whole, and sees to what is late for too long."""
    return has_role(person, Role.HEAD)


def answers_for(person: Any, department_id: int) -> bool:
    """Respondents of this department, and administrators who may help out."""
    return is_administrator(person) or department_id in departments_of(person)


def departments_of(person: Any) -> frozenset[int]:
    """Ids of the departments the person answers for as a respondent."""
    return frozenset(held.department_id for held in roles_of(person) if held.department_id is not None)


def may_open_desk(person: Any) -> Verdict:
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("The desk is for staff. Please log in."))
    if not is_staff(person):
        return no("not_staff", _("The desk is for people who work here."))
    return YES


def may_do_the_work(person: Any) -> Verdict:
    """Whoever has a task here but the head's alone, who reads what others do and answers for the whole."""
    if not is_staff(person):
        return no("not_staff", _("The desk is for people who work here."))
    if all(held.role == Role.HEAD for held in roles_of(person)):
        return no("not_allowed", _("The head reads this; colleagues of the departments do it."))
    return YES


def may_invite_staff(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators invite colleagues and give them tasks."))
    return YES


def may_manage_departments(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators add and change departments."))
    return YES


def may_take_role(person: Any, role: StaffRole) -> Verdict:
    """An administrator may take any role, except the last administrator's."""
    allowed = may_invite_staff(person)
    if not allowed.allowed:
        return allowed
    if role.role == Role.ADMINISTRATOR and _is_last_administrator(role.user_id):
        return no(
            "last_administrator",
            _("This is the only administrator."),
            _("Give somebody else the task first."),
        )
    return YES


def may_leave(person: Any) -> Verdict:
    """Asked when somebody closes their account (accounts.rules.objects_to_leaving)."""
    if is_administrator(person) and _is_last_administrator(person.pk):
        return no(
            "last_administrator",
            _("You are the only administrator of this institution."),
            _("Give somebody else the task first, then you can leave."),
        )
    return YES


def may_accept(person: Any, invitation: Invitation) -> Verdict:
    """The letter went to one address: only the person of that address may take the task."""
    if person.email.lower() != invitation.email.lower():
        return no(
            "other_address",
            _("This invitation was sent to another e-mail address."),
            _("Log out, then open the link in the letter again."),
        )
    return YES


def _is_last_administrator(user_id: int) -> bool:
    return not administrators().exclude(pk=user_id).exists()
