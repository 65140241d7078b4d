"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")

not_theirs("answers_answer", "published_by_id", OFFICE)
not_theirs("answers_extension", "by_id", OFFICE)
not_theirs("answers_interimanswer", "by_id", OFFICE)
not_theirs("answers_pause", "by_id ended_by_id", OFFICE)
not_theirs("answers_transfer", "by_id", OFFICE)
