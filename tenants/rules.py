"""Which moves of an institution's standing are allowed, and why not."""

from django.utils.translation import gettext_lazy as _

from platform_core.access import YES, Verdict, no
from tenants.closing.making import has_site
from tenants.closing.models import Erasure
from tenants.models import Institution, Standing

# From where one gets to each. What is being prepared is opened by tenants.provisioning, or discarded.
COMES_FROM: dict[str, frozenset[str]] = {
    Standing.OPEN: frozenset({Standing.READ_ONLY, Standing.SUSPENDED, Standing.ARCHIVED}),
    Standing.READ_ONLY: frozenset({Standing.OPEN, Standing.SUSPENDED, Standing.ARCHIVED}),
    Standing.SUSPENDED: frozenset({Standing.OPEN, Standing.READ_ONLY, Standing.ARCHIVED}),
    Standing.ARCHIVED: frozenset({Standing.READ_ONLY}),
}
# What is about to be erased is not given back to anybody meanwhile.
GIVEN_BACK = frozenset({Standing.OPEN, Standing.READ_ONLY})


def may_move(institution: Institution, to: str, reason: str) -> Verdict:
    """Whether its standing may become `to`. Who may ask is the console's matter: operators only."""
    if institution.standing == Standing.PREPARING:
        return no(
            "preparing",
            _("It is still being prepared."),
            _("Finish its opening, or discard the order."),
            requirement=to,
            actual=institution.standing,
        )
    if institution.standing not in COMES_FROM[to]:
        return no(
            "wrong_standing",
            _(
                "Only an institution that is read-only can be archived: nothing may change while its site is made."
            )
            if to == Standing.ARCHIVED
            else _("It cannot move there from where it stands."),
            _("Make it read-only first.") if to == Standing.ARCHIVED else "",
            requirement=to,
            actual=institution.standing,
        )
    if to == Standing.ARCHIVED and not (made := has_site(institution)).allowed:
        return made
    if to in GIVEN_BACK and Erasure.objects.filter(institution=institution).exists():
        return no("being_erased", _("Its erasure has been asked for."), _("Cancel that first."))
    if to != Standing.OPEN and not reason.strip():
        return no("reason_missing", _("Say why: the reason is kept in the history."))
    return YES
