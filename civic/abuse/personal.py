"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("abuse_trace", _("Traces that show mass voting, kept thirty days"), by="person")
not_theirs("abuse_invalidation", "by_id undone_by_id", OFFICE)
not_theirs("abuse_stop", "lifted_by_id", OFFICE)
