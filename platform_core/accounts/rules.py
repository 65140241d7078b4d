"""Who may do what with an account. Rooms above add their own objections to a leaving."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from platform_core.access import YES, Verdict, first_no, no
from platform_core.access.place import in_public, institution_here
from platform_core.access.standings import takes_writing
from platform_core.accounts.models import User

Objection = Callable[[User], Verdict]
_objections: list[Objection] = []


def objects_to_leaving(objection: Objection) -> Objection:
    """Register a rule that may hold somebody back, such as the last administrator."""
    if objection not in _objections:
        _objections.append(objection)
    return objection


def may_withdraw(user: User | AnonymousUser) -> Verdict:
    if isinstance(user, AnonymousUser):
        return no("sign_in", _("Please log in first."))
    if in_public():
        return no(
            "not_allowed", _("Operators do not leave by themselves: another operator closes the account.")
        )
    if user.withdrawn_at is not None:
        return no("already_left", _("This account has been closed already."))
    return first_no(*(objection(user) for objection in _objections))


def may_sign_up(in_public_schema: bool) -> Verdict:
    """Operators are made with `manage.py make_operator`, never by signing up."""
    if in_public_schema:
        return no("sign_up_closed", _("Operators are added by other operators."))
    if not takes_writing(institution_here()):
        return no("sign_up_closed", _("Nobody new is taken in any more: this site is kept to be read."))
    return YES
