"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("questions_letter", "written_by_id handed_over_by_id received_by", OFFICE)
not_theirs(
    "questions_question",
    "begun_by_id review_asked_by_id reviewed_by_id scheduled_by_id result_published_by_id",
    OFFICE,
)
not_theirs("questions_source", "added_by_id", OFFICE)
not_theirs("questions_stepdone", "by_id", OFFICE)
