"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds(
    "restraints_restraint",
    _("What you were kept from for a time"),
    by="person_id",
    without="by_id lifted_by_id is_quiet",
    only="NOT is_quiet",
)
holds("restraints_aside", _("What you said and is not counted"), by="person", without="entered_by")
not_theirs("restraints_aside", "entered_by", OFFICE)
not_theirs("restraints_restraint", "by_id lifted_by_id", OFFICE)
