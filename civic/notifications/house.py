"""What administrators are told of the house itself: an address or a sender that stops working, in good time."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from civic.notifications.audience import staff_in
from civic.people.models import Role
from platform_core.events.models import Event
from platform_core.events.registry import listens_to
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_language
from tenants import events
from tenants.domains.actions import GRACE


@listens_to(events.DOMAIN_LIVE, events.DOMAIN_FAILING, events.DOMAIN_LOST, "outbound.sender.failing")
def write_to_administrators(event: Event) -> None:
    for person in staff_in(Role.ADMINISTRATOR):
        with translation.override(person.language or sender_language()):
            subject, body = _letter(event)
            queue_letter(
                to=person.email,
                user=person,
                subject=subject,
                body=body,
                action_label=_("Addresses and senders"),
                action_url=home_address(
                    reverse("desk:addresses", urlconf="platform_core.project.urls_institution")
                ),
                why=_("You are an administrator of this institution."),
                language=person.language or sender_language(),
                dedupe_key=f"house-{event.pk}-{person.pk}",
            )


def _letter(event: Event) -> tuple[str, str]:
    name = {"name": event.data.get("domain") or event.data.get("address", ""), "days": GRACE.days}
    match event.kind:
        case events.DOMAIN_LIVE:
            return (
                _("%(name)s leads here now") % name,
                _("People find your pages at %(name)s. You can make it the main address.") % name,
            )
        case events.DOMAIN_FAILING:
            return (
                _("The proof of %(name)s is missing") % name,
                _(
                    "The TXT record that proves %(name)s to be yours was not found. Write it again within %(days)s "
                    "days: then your pages are no longer shown there, lest somebody else speaks in your name."
                )
                % name,
            )
        case events.DOMAIN_LOST:
            return (
                _("%(name)s was set aside") % name,
                _(
                    "Its proof stayed away for %(days)s days. Your pages stand at the address the platform gave you. "
                    "Once the record is back, %(name)s leads here again by itself."
                )
                % name,
            )
    return (
        _("Letters come from the platform's address again") % name,
        _("A record that lets us write as %(name)s was not found, so your letters would be thrown away.")
        % name,
    )
