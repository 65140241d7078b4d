"""When an institution may be arranged after a design."""

from django.utils.translation import gettext as _

from platform_core.access import YES, Verdict, no
from tenants.models import Institution, Standing


def may_arrange(institution: Institution) -> Verdict:
    """While it is opened, and while it is open: nothing is written in one that only stands to be read."""
    if institution.standing not in (Standing.PREPARING, Standing.OPEN):
        return no(
            "not_open",
            _("Only an open institution is arranged after a blueprint."),
            _("It can still be compared with one."),
        )
    return YES
