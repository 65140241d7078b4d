"""What this room keeps of people. See platform_core/accounts/personal.py."""

from django.utils.translation import gettext_lazy as _

from platform_core.accounts.personal import Through, holds, not_theirs

SENDER = _("An address of the institution's own.")

holds("outbound_outboundmail", _("Letters to you"), without="headers dedupe_key html last_error")
not_theirs("outbound_ownsender", "address", SENDER)
holds(
    "outbound_bounce",
    _("Letters to you that came back"),
    through=Through("mail_id", "outbound_outboundmail", "user_id"),
)
