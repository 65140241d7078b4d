"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

holds("execution_following", _("What you follow"))
not_theirs("execution_change", "by_id", OFFICE)
not_theirs("execution_executionitem", "by_id", OFFICE)
not_theirs("execution_progressnote", "by_id", OFFICE)
not_theirs("execution_execution", "contact", OFFICE)
