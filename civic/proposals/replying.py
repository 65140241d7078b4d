"""Whether people here reply to each other, or everybody speaks for themselves: as the institution wants it.

What was replied before stays readable. A debate that is being prepared takes the institution's wish over, and
whoever prepares it may choose otherwise (civic.debates.models.Debate.takes_replies).
"""

from django.utils.translation import gettext as _

from platform_core.access import YES, Verdict, no
from tenants.context import here
from tenants.models import Institution

SETTING = "speaks_flat"


def takes_replies(institution: Institution | None) -> bool:
    return institution is None or not institution.settings.get(SETTING)


def may_anybody_reply() -> Verdict:
    """Below a comment of the institution this connection stands in."""
    if takes_replies(here()):
        return YES
    return no(
        "no_replies",
        _("Here everybody speaks for themselves; there are no replies."),
        _("Write a comment of your own instead."),
    )
