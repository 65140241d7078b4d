"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("gatherings_signup", _("Your sign-ups for gatherings"), without="entered_by_id checked_in_by_id")
not_theirs("gatherings_signup", "entered_by_id checked_in_by_id", OFFICE)
not_theirs("gatherings_destruction", "by_id", OFFICE)
not_theirs("gatherings_export", "by_id", OFFICE)
not_theirs("gatherings_gathering", "created_by_id cancelled_by_id minutes_by_id", OFFICE)
not_theirs("gatherings_gatheringfile", "added_by_id", OFFICE)
