"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("results_quote", "chosen_by_id", OFFICE)
not_theirs("results_report", "begun_by_id", OFFICE)
not_theirs("results_reportversion", "published_by_id", OFFICE)
not_theirs("results_section", "edited_by_id", OFFICE)
