"""Somebody who took part on paper joins, or leaves."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from django.dispatch import receiver
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.paper.folding import fold
from civic.paper.models import ContactKey, Means, OfflinePerson, PaperDeed
from civic.paper.recognising import Known, keys_of
from platform_core.access.place import in_public, institution_here
from platform_core.accounts.addresses import ADDRESS_CONFIRMED, say_confirmed
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import listens_to
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address


@receiver(email_confirmed)
def tell_that_an_address_is_confirmed(email_address: EmailAddress, **_more: Any) -> None:
    """allauth says so by a signal; the house says it by an event. Nothing is done here."""
    if not in_public():
        say_confirmed(email_address.user, at=timezone.now())


@receiver(user_signed_up)
def tell_that_it_was_confirmed_before(user: User, **_more: Any) -> None:
    """Somebody whose code had come back before there was an account: no second letter, and no signal for it."""
    if not in_public() and EmailAddress.objects.filter(user=user, verified=True).exists():
        say_confirmed(user, at=timezone.now())


@listens_to(ADDRESS_CONFIRMED)
def fold_what_came_on_paper(event: Event) -> None:
    """Whatever was entered under one of this person's addresses is theirs. Idempotent: folded once."""
    account = User.objects.filter(pk=event.subject_id or 0, is_active=True, withdrawn_at=None).first()
    if account is None:
        return
    for address in EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True):
        mail = address.casefold()
        keys = keys_of(Known(Means.MAIL, mail, mail)).values()
        for row in ContactKey.objects.filter(key__in=keys).select_related("user"):
            fold(stand_in=row.user, account=account, by=None, at=event.at)


@listens_to("paper.deed.entered")
def tell_the_account(event: Event) -> None:
    """Something was entered as somebody's own who has an account: they hear of it, and can say that it was not so."""
    deed = PaperDeed.objects.select_related("citizen", "item").filter(pk=event.subject_id or 0).first()
    if deed is None or deed.given_at is None or not deed.citizen.is_active:
        return
    if deed.citizen_id == event.actor_id:
        return
    with translation.override(deed.citizen.language or institution_here().default_language):
        queue_letter(
            to=deed.citizen.email,
            subject=_("We entered something for you from paper"),
            body=_(
                "%(kind)s: “%(title)s”. It came on paper or at a counter with your address, and counts as yours."
                " If that was not you, take it back on its page or tell us."
            )
            % {"kind": deed.get_kind_display(), "title": deed.item.title},
            action_label=_("Open its page"),
            action_url=home_address(f"/proposals/{deed.item_id}/"),
            language=deed.citizen.language,
            user=deed.citizen,
            dedupe_key=f"paper-{deed.pk}",
        )


@listens_to("accounts.person.withdrew")
def forget_who_it_was(event: Event) -> None:
    """Their contacts lead nowhere any more: somebody who left is not recognised."""
    ContactKey.objects.filter(user_id=event.subject_id or 0).delete()
    OfflinePerson.objects.filter(number_was=event.subject_id or 0).update(number_was=None)
    OfflinePerson.objects.filter(folded_into=event.subject_id or 0).update(
        contact="", contact_purpose="", contact_until=None
    )
