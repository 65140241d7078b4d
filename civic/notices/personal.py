"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("notices_notice", "created_by_id edited_by_id hidden_by_id", OFFICE)
not_theirs("notices_noticefile", "added_by_id", OFFICE)
