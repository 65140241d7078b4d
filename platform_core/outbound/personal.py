"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import holds, not_theirs

SENDER = _("An address of the institution's own.")

holds("outbound_outboundmail", _("Letters to you"), without="headers dedupe_key html last_error")
not_theirs("outbound_ownsender", "address", SENDER)
