"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("debates_opinion", _("Your opinions in debates"), by="author_id", without="entered_by_id")
not_theirs("debates_opinion", "entered_by_id", OFFICE)
holds("debates_currentvote", _("Your votes in debates"), by="person_id")
holds("debates_opinionsupport", _("Opinions you supported"), by="citizen_id")
not_theirs("debates_debate", "concluded_by_id", OFFICE)
not_theirs("debates_note", "by_id", OFFICE)
