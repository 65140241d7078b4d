"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

VISIT = _("An operator of the platform, and the account made for the visit.")

not_theirs("visits_visit", "user_id operator_name", VISIT)
