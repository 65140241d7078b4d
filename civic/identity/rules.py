"""Who enters services here, and which way in may be cut."""

from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from civic.identity.models import WayIn
from civic.people.rules import is_administrator
from platform_core.access import YES, Verdict, no
from platform_core.accounts.ages import children_from
from platform_core.accounts.models import User


def may_manage_providers(person: Any) -> Verdict:
    if not is_administrator(person):
        return no(
            "not_allowed", _("Only administrators enter services for signing in and for identity checks.")
        )
    return YES


def may_ask_a_guardian() -> Verdict:
    if not children_from():
        return no("no_children", _("Here people take part with an account from the age of fourteen."))
    return YES


def may_unlink(person: User, way: WayIn) -> Verdict:
    """Never the last way in: a confirmed address opens by a code from a letter, a password by itself."""
    if way.user_id != person.pk:
        return no("not_allowed", _("This belongs to another account."))
    others = (
        person.has_usable_password()
        or EmailAddress.objects.filter(user=person, verified=True).exists()
        or WayIn.objects.filter(user=person, provider__is_open=True).exclude(pk=way.pk).exists()
    )
    if not others:
        return no(
            "last_way_in",
            _("This is your only way in."),
            _("Confirm an e-mail address or set a password first."),
        )
    return YES
