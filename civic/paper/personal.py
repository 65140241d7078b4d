"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

STANDIN = _("A stand-in that nobody can log in to, and staff in office.")
OFFICE = _("What staff did in office belongs to the institution's record.")

holds(
    "paper_offlineperson",
    _("What you did on paper"),
    by="folded_into_id",
    without="contact user_id made_by_id folded_into_id number_was_id",
)
not_theirs("paper_offlineperson", "user_id made_by_id number_was_id", STANDIN)
holds(
    "paper_paperdeed",
    _("Deeds on paper in your name"),
    by="citizen_id",
    without="entered_by_id cancelled_by_id seen",
)
not_theirs("paper_paperdeed", "entered_by_id cancelled_by_id", OFFICE)
holds(
    "paper_folding",
    _("Paper that was joined to your account"),
    by="account_id",
    without="by_id undone_by_id stand_in_id",
)
not_theirs("paper_folding", "stand_in_id by_id undone_by_id", STANDIN)
holds("paper_contactkey", _("By what you are known again on paper"))
not_theirs("paper_kioskdevice", "made_by_id", OFFICE)
not_theirs(
    "paper_papersheet",
    "made_by_id first_by_id second_by_id carried_by_id cancelled_by_id collected_by",
    OFFICE,
)
not_theirs("paper_sheetline", "decided_by_id", OFFICE)
not_theirs("paper_sheetupload", "by_id", OFFICE)
