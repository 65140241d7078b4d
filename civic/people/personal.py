"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

OFFICE = _("What staff did in office belongs to the institution's record.")
INVITED = _("Somebody who has no account yet, invited by staff.")

holds("people_confirmation", _("What is confirmed of you"), without="confirmed_by_id")
not_theirs("people_confirmation", "confirmed_by_id", OFFICE)
holds("people_staffrole", _("Your tasks here"))
not_theirs("people_invitation", "invited_by_id email", INVITED)
