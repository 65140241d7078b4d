"""Who may publish rules of participation."""

from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from platform_core.access import YES, Verdict, no


def may_publish_rules(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators publish new rules. Everyone may read them."))
    return YES
