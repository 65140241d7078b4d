"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("guide_logentry", "by_id", OFFICE)
not_theirs("guide_owncase", "added_by_id", OFFICE)
not_theirs("guide_ownpoint", "added_by_id", OFFICE)
not_theirs("guide_planedition", "by_id", OFFICE)
not_theirs("guide_signal", "decided_by_id", OFFICE)
not_theirs("guide_tick", "done_by_id undone_by_id", OFFICE)
