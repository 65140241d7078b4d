"""An administrator gives the institution an address and a sender of its own. Who did it is recorded in the house too."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound import bounces, own_sender
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.models import OwnSender, SenderState
from tenants import events
from tenants.actions import keep_setting
from tenants.context import here, public
from tenants.domains import actions
from tenants.models import DomainState, Hostname, Institution, OwnDomain


def may_manage_addresses(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators manage addresses and senders."))
    return YES


def own_domains() -> list[OwnDomain]:
    """Of the institution at hand, in the order they were asked for."""
    institution = _here()
    with public():
        return list(OwnDomain.objects.filter(institution_id=institution.pk))


def hosts_here() -> list[Hostname]:
    """Every address that leads here, the main one first."""
    institution = _here()
    with public():
        return list(Hostname.objects.filter(tenant_id=institution.pk).order_by("-is_primary", "pk"))


def find_domain(pk: int) -> OwnDomain | None:
    return next((one for one in own_domains() if one.pk == pk), None)


@transaction.atomic
def ask_for_domain(*, domain: str, by: User, at: datetime) -> OwnDomain:
    """Raises Refused, and ValidationError with the sentence why it cannot be used."""
    require(may_manage_addresses(by))
    asked = actions.ask_for_domain(institution=_here(), domain=domain, at=at)
    record(events.DOMAIN_ASKED, None, at=at, actor=by, domain=domain)
    return asked


def look_at_domain(*, own: OwnDomain, by: User, at: datetime) -> DomainState:
    """Asks its name servers now: some seconds at most. Raises Refused."""
    require(may_manage_addresses(by))
    return actions.look_again(own=own, at=at)


@transaction.atomic
def choose_main_address(*, domain: str, others_lead_there: bool, by: User, at: datetime) -> bool:
    """False when nothing changes. Raises Refused."""
    require(may_manage_addresses(by))
    done = actions.make_primary(
        institution=_here(), domain=domain, others_lead_there=others_lead_there, at=at
    )
    if done:
        told = {"domain": domain, "others_lead_there": others_lead_there}
        record(events.DOMAIN_PRIMARY, None, at=at, actor=by, **told)
    return done


@transaction.atomic
def release_domain(*, own: OwnDomain, by: User, at: datetime) -> None:
    require(may_manage_addresses(by))
    actions.release_domain(own=own, at=at)
    record(events.DOMAIN_RELEASED, None, at=at, actor=by, domain=own.domain)


def ask_for_sender(*, address: str, by: User, at: datetime) -> OwnSender:
    """Raises Refused, ValidationError."""
    require(may_manage_addresses(by))
    return own_sender.ask_for_sender(address=address, at=at, by=by)


def look_at_sender(*, sender: OwnSender, by: User, at: datetime) -> SenderState:
    require(may_manage_addresses(by))
    return own_sender.look_at_sender(sender=sender, at=at)


def give_up_sender(*, by: User, at: datetime) -> bool:
    require(may_manage_addresses(by))
    return own_sender.give_up_sender(at=at, by=by)


def send_trial(*, by: User, at: datetime) -> None:
    """One letter to whoever asks, on the same way as all others. Raises Refused."""
    require(may_manage_addresses(by))
    queue_letter(
        to=by.email,
        user=by,
        subject=_("A trial letter"),
        body=_(
            "This is how letters of your institution arrive. Look at the sender, and whether it lies among spam."
        ),
        why=_("You pressed “Send me a trial letter” in the settings."),
        language=by.language,
    )
    record("outbound.sender.tried", None, at=at, actor=by)


@transaction.atomic
def open_bounce_hook(*, by: User, at: datetime) -> None:
    """Letters that come back are told by a mail server from now on, or with a new secret. Raises Refused."""
    require(may_manage_addresses(by))
    keep_setting(institution=_here(), name=bounces.SETTING, value={"salt": token_hex(16)}, at=at)
    record("outbound.hook.opened", None, at=at, actor=by)


@transaction.atomic
def close_bounce_hook(*, by: User, at: datetime) -> None:
    """Raises Refused."""
    require(may_manage_addresses(by))
    keep_setting(institution=_here(), name=bounces.SETTING, value={}, at=at)
    record("outbound.hook.closed", None, at=at, actor=by)


def try_address_again(*, pk: int, by: User, at: datetime) -> bool:
    """Raises Refused. False when somebody did already."""
    require(may_manage_addresses(by))
    return bounces.clear_address(pk=pk, at=at, by=by)


def _here() -> Institution:
    institution = here()
    assert institution is not None
    return institution
