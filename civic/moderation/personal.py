"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import Through, holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")
CASE = _("What staff weigh about a report; the decision is told to the author.")

holds("moderation_decision", _("Decisions about what you wrote"), by="author_id", without="by_id")
not_theirs("moderation_decision", "by_id", OFFICE)
holds(
    "moderation_appeal",
    _("Your objections"),
    through=Through("decision_id", "moderation_decision", "author_id"),
    without="decided_by_id",
)
not_theirs("moderation_appeal", "decided_by_id", OFFICE)
holds("moderation_report", _("Your reports"), by="reporter_id")
not_theirs("moderation_case", "author_id claimed_by_id", CASE)
not_theirs("moderation_policy", "changed_by_id", OFFICE)
not_theirs("moderation_watched", "added_by_id", OFFICE)
