"""What an operator reads of the office's events in an institution's history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import events

EVENT_WORDS: dict[str, str | Promise] = {
    events.ORDERED: _("An order was placed"),
    events.ORDER_DONE: _("An order was carried out"),
    events.ORDER_REFUSED: _("An order was refused"),
    events.PLAN_MADE: _("A plan was made"),
    events.PLAN_RENAMED: _("A plan was renamed"),
    events.PLAN_PUBLISHED: _("A version of a plan was published"),
    events.PLAN_OFFERED: _("A plan was offered"),
    events.PLAN_UNOFFERED: _("A plan was offered no longer"),
    events.CONTRACT_WITHDRAWN: _("A contract of its own was withdrawn"),
    events.COUPON_MADE: _("A coupon was made"),
    events.COUPON_WITHDRAWN: _("A coupon was withdrawn"),
    events.PLAN_CHANGED: _("On another plan"),
    events.RENEWED: _("A new term began"),
    events.TRIAL_PROLONGED: _("The trial was given another end"),
    events.TRIAL_ENDING: _("It was said that the trial ends"),
    events.ENDING: _("It was said that the contract ends"),
    events.ENDED: _("The contract ended"),
    events.CLOSED: _("The site was closed at the end of the contract"),
    events.PARTY_CHANGED: _("To whom bills are written was changed"),
    events.INVOICE_ISSUED: _("A bill was written"),
    events.INVOICE_PAID: _("A bill was paid"),
    events.INVOICE_VOIDED: _("A bill was made void"),
    events.TRANSFER_MARKED: _("A transfer was marked"),
    events.TRANSFER_REJECTED: _("The mark of a transfer was taken back"),
    events.DUNNING: _("A step about an unpaid bill"),
    events.FREED: _("Everything is open again"),
    events.USAGE_WARNED: _("A limit is near or reached"),
    events.USAGE_PAUSED: _("A service waits: its month is used up"),
    events.USAGE_RESUMED: _("A service goes on"),
    events.SWITCHED: _("Rooms were switched on or off"),
    events.DIFFERED: _("The gateway and our books differ"),
}
