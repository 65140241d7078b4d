"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("themes_emblemfile", "added_by_id", OFFICE)
not_theirs("themes_theme", "published_by_id", OFFICE)
not_theirs("themes_themedraft", "changed_by_id", OFFICE)
