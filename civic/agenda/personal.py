"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("agenda_agendaitem", "concluded_by_id", OFFICE)
not_theirs("agenda_call", "numbers_by_id confirmed_by_id created_by_id", OFFICE)
not_theirs("agenda_candidate", "added_by_id", OFFICE)
not_theirs("agenda_evidence", "added_by_id", OFFICE)
not_theirs("agenda_meeting", "created_by_id", OFFICE)
not_theirs("agenda_papercount", "by_id", OFFICE)
holds("agenda_member", _("Your seats in committees"), without="added_by_id")
not_theirs("agenda_member", "added_by_id", OFFICE)
holds("agenda_volunteer", _("Your applications for committees"))
