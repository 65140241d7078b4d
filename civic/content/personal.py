"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("content_arrangement", "created_by_id removed_by_id", OFFICE)
not_theirs("content_banner", "created_by_id changed_by_id ended_by_id", OFFICE)
not_theirs("content_draft", "changed_by_id", OFFICE)
not_theirs("content_edition", "published_by_id withdrawn_by_id", OFFICE)
not_theirs("content_redirect", "created_by_id", OFFICE)
