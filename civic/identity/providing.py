"""An administrator enters a service, tries it, opens and closes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.models import Kind, Provider, Purpose
from civic.identity.oidc import ProviderTrouble, Silent, discover
from civic.identity.portone import try_portone
from civic.identity.rules import may_manage_providers
from civic.identity.texting import number_of, send_text
from platform_core.access import Refused, no, require
from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.sender import sender_name

# What may be changed of it; kind and purpose stay: people came in by them.
FIELDS = frozenset(
    {"name", "issuer", "client_id", "channel", "domains", "person_claim", "place_claim", "places", "position"}
    | {"is_open", "more"}
)


@transaction.atomic
def enter_provider(
    *, key: str, kind: Kind, purpose: Purpose, secret: str, values: Mapping[str, Any], by: User, at: datetime
) -> Provider:
    """Raises Refused (`not_allowed`, `name_taken`)."""
    require(may_manage_providers(by))
    if Provider.objects.filter(key=key).exists():
        raise Refused(no("name_taken", _("Another service here has this short name already.")))
    try:
        with transaction.atomic():
            entered = Provider.objects.create(
                key=key,
                kind=kind,
                purpose=purpose,
                secret=seal(secret) if secret else "",
                made_at=at,
                **{name: values[name] for name in FIELDS & set(values)},
            )
    except IntegrityError:
        raise Refused(no("name_taken", _("Another service here has this short name already."))) from None
    record(events.PROVIDER_ENTERED, entered, at=at, actor=by, key=key, provider=kind, purpose=purpose)
    return entered


@transaction.atomic
def change_provider(
    *, provider: Provider, secret: str, values: Mapping[str, Any], by: User, at: datetime
) -> bool:
    """An empty secret leaves the one that is there. The event names what was changed, not to what.

    Raises Refused. False where nothing was changed.
    """
    require(may_manage_providers(by))
    locked = Provider.objects.select_for_update().get(pk=provider.pk)
    changed = sorted(name for name in FIELDS & set(values) if getattr(locked, name) != values[name])
    for name in changed:
        setattr(locked, name, values[name])
    if secret:
        locked.secret = seal(secret)
        changed.append("secret")
    if not changed:
        return False
    if {"issuer", "client_id", "secret"} & set(changed):
        locked.tried_at = None
    locked.save()
    record(events.PROVIDER_CHANGED, locked, at=at, actor=by, key=locked.key, changed=changed)
    return True


@transaction.atomic
def remove_provider(*, provider: Provider, by: User, at: datetime) -> int:
    """With everybody's links to it. Returns how many people came in by it. Raises Refused."""
    require(may_manage_providers(by))
    people = provider.ways_in.count()
    record(events.PROVIDER_REMOVED, provider, at=at, actor=by, key=provider.key, people=people)
    provider.delete()
    return people


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a service. `code` is "" where it answers as it should; see civic/identity/saying.py."""

    code: str
    says: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return not self.code


def try_provider(*, provider: Provider, by: User, at: datetime, to: str = "") -> Trial:
    """Asks the service for what can be asked without a person. Three seconds at most. Raises Refused.

    One for text messages sends one, to the number `to`.
    """
    require(may_manage_providers(by))
    try:
        if provider.secret:
            unseal(provider.secret)
        says = _ask(provider, to, at)
    except BrokenSeal:
        return Trial("no_secret")
    except ProviderTrouble as trouble:
        return Trial(trouble.code)
    Provider.objects.filter(pk=provider.pk).update(tried_at=at)
    return Trial("", says)


def _ask(provider: Provider, to: str, at: datetime) -> tuple[str, ...]:
    if provider.purpose == Purpose.TEXT:
        number = number_of(to)
        if not number:
            raise Silent("no_number")
        text = _("[%(sender)s] This is a trial.") % {"sender": sender_name()}
        send_text(provider, to=number, text=text, at=at)
        return ()
    if provider.kind == Kind.PORTONE:
        try_portone(provider)
        return ()
    if provider.kind == Kind.NAVER:  # nothing can be asked of it without a person
        return ()
    found = discover(provider, anew=True)
    return (found["authorization_endpoint"], found["token_endpoint"])
