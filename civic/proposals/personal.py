"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import Through, holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("proposals_proposal", _("Your proposals"), by="author_id", without="search_terms body_source excerpt")
holds(
    "proposals_proposalversion",
    _("Earlier versions of your proposals"),
    through=Through("proposal_id", "proposals_proposal", "author_id"),
)
holds("proposals_proposaldraft", _("Your drafts"), by="author_id")
holds("proposals_comment", _("Your comments"), by="author_id")
holds("proposals_attachment", _("Files you added"), by="uploaded_by_id")
holds("proposals_support", _("Proposals you supported"), by="citizen_id")
holds("proposals_dislike", _("Proposals you disagreed with"), by="citizen_id")
holds("proposals_commentsupport", _("Comments you supported"), by="citizen_id")
holds("proposals_carriedsupport", _("Supports that moved with a merger"), by="citizen_id")
holds(
    "proposals_setaside",
    _("Supports given that are set aside"),
    by="citizen_id",
    without="invalidation",
    only="invalidation IS NOT NULL",
)
not_theirs("proposals_link", "by_id", OFFICE)
not_theirs("proposals_merger", "by_id", OFFICE)
not_theirs("proposals_stagemove", "by_id", OFFICE)
not_theirs("proposals_stageresult", "by_id", OFFICE)
