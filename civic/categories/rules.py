"""Who looks after the categories."""

from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, no


def may_manage_categories(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators add and change categories."))
    return YES
