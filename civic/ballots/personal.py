"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("ballots_ballot", "approved_by_id", OFFICE)
not_theirs("ballots_box", "entered_by_id confirmed_by_id", OFFICE)
holds("ballots_voter", _("That you voted (never what you chose)"), by="person_id", without="entered_by_id")
not_theirs("ballots_voter", "entered_by_id", OFFICE)
