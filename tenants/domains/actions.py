"""Verbs about an institution's own addresses. Each stands in the public schema, in one transaction."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from platform_core.events.actions import record
from platform_core.web.dns import DnsSilent
from tenants import events
from tenants.context import institution_context, public
from tenants.domains.looking import Looked, look
from tenants.domains.rules import fault_of_own_domain
from tenants.models import DomainState, Hostname, Institution, OwnDomain, RetiredHostname
from tenants.queries import forget_hosts

# Long enough for a name that was forgotten to be paid for, short enough that nobody else speaks as the city.
GRACE = timedelta(days=7)
KEPT_LOOKING = timedelta(days=14)


def ask_for_domain(
    *, institution: Institution, domain: str, at: datetime, by: models.Model | None = None
) -> OwnDomain:
    """Begin to use `domain` (lower case, no port). Raises ValidationError with the sentence why not."""
    with public(), transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        if fault := fault_of_own_domain(institution, domain):
            raise ValidationError(fault, code="unusable")
        asked = OwnDomain.objects.create(
            institution_id=institution.pk, domain=domain, proof=secrets.token_hex(16), asked_at=at
        )
        record(events.DOMAIN_ASKED, institution, at=at, actor=by, domain=domain)
    return asked


def look_again(*, own: OwnDomain, at: datetime) -> DomainState:
    """Ask its name servers, and follow what they say. Nothing is concluded from silence."""
    try:
        looked = look(own.domain, own.proof)
    except DnsSilent:
        with public():
            OwnDomain.objects.filter(pk=own.pk).update(silent_at=at)
        return DomainState(own.state)
    return _follow(own, looked, at)


def _follow(own: OwnDomain, looked: Looked, at: datetime) -> DomainState:
    with public(), transaction.atomic():
        locked = (
            OwnDomain.objects.select_for_update(of=("self",)).select_related("institution").get(pk=own.pk)
        )
        locked.checked_at, locked.silent_at, locked.leads_here = at, None, looked.leads_here
        if looked.is_proven:
            _proven(locked, at)
        else:
            _unproven(locked, at)
        locked.save()
        transaction.on_commit(forget_hosts)
    return DomainState(locked.state)


def _proven(own: OwnDomain, at: datetime) -> None:
    own.failing_since = None
    own.proven_at = own.proven_at or at
    if not own.leads_here:
        # One that was served goes on being served: a name may be on its way from one address to another.
        own.state = DomainState.LIVE if own.live_at and _is_served(own) else DomainState.PROVEN
        return
    if not _is_served(own) and not _serve(own):
        own.state = DomainState.TAKEN
        return
    if own.state != DomainState.LIVE:
        _note(events.DOMAIN_LIVE, own, at)
    own.state, own.live_at = DomainState.LIVE, own.live_at or at


def _unproven(own: OwnDomain, at: datetime) -> None:
    if not own.live_at or not _is_served(own):
        own.state, own.proven_at = DomainState.ASKED, None
        return
    if own.failing_since is None:
        own.failing_since, own.state = at, DomainState.FAILING
        _note(events.DOMAIN_FAILING, own, at)
    elif at - own.failing_since >= GRACE:
        _set_aside(own.institution, own.domain, at)
        own.state, own.live_at, own.proven_at = DomainState.LOST, None, None
        _note(events.DOMAIN_LOST, own, at)


def _note(kind: str, own: OwnDomain, at: datetime) -> None:
    """For the operator, and in the house, whose administrators are told."""
    record(kind, own.institution, at=at, domain=own.domain)
    with institution_context(own.institution):
        record(kind, None, at=at, domain=own.domain)


def _is_served(own: OwnDomain) -> bool:
    return Hostname.objects.filter(domain=own.domain, tenant_id=own.institution_id).exists()


def _serve(own: OwnDomain) -> bool:
    """False when somebody else has it by now: the name is unique."""
    try:
        with transaction.atomic():
            Hostname.objects.bulk_create(
                [Hostname(domain=own.domain, tenant_id=own.institution_id, is_primary=False)]
            )
    except IntegrityError:
        return False
    RetiredHostname.objects.filter(domain=own.domain).delete()
    return True


def make_primary(
    *,
    institution: Institution,
    domain: str,
    others_lead_there: bool,
    at: datetime,
    by: models.Model | None = None,
) -> bool:
    """Letters and links name `domain` from now on; with `others_lead_there` readers of its other addresses are led
    to it. False when nothing changes, or `domain` does not lead to this institution.
    """
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        hosts = Hostname.objects.filter(tenant_id=institution.pk)
        if not hosts.filter(domain=domain).exists():
            return False
        changed = hosts.filter(domain=domain, is_primary=False).exists()
        if changed:
            hosts.update(is_primary=False)
            hosts.filter(domain=domain).update(is_primary=True)
        settings = {**locked.settings, "one_address": others_lead_there}
        changed |= bool(locked.settings.get("one_address", False)) != others_lead_there
        if not changed:
            return False
        Institution.objects.filter(pk=institution.pk).update(settings=settings)
        record(
            events.DOMAIN_PRIMARY,
            institution,
            at=at,
            actor=by,
            domain=domain,
            others_lead_there=others_lead_there,
        )
        transaction.on_commit(forget_hosts)
    return True


def release_domain(*, own: OwnDomain, at: datetime, by: models.Model | None = None) -> None:
    """Give it back. It rests before anybody else gets it; whoever had it may take it again."""
    with public(), transaction.atomic():
        institution = Institution.objects.select_for_update().get(pk=own.institution_id)
        if Hostname.objects.filter(domain=own.domain, tenant_id=institution.pk).exists():
            _set_aside(institution, own.domain, at)
        OwnDomain.objects.filter(pk=own.pk).delete()
        record(events.DOMAIN_RELEASED, institution, at=at, actor=by, domain=own.domain)
        transaction.on_commit(forget_hosts)


def _set_aside(institution: Institution, domain: str, at: datetime) -> None:
    """No longer served from here. The institution's first address, which the platform gave it, takes its place."""
    hosts = Hostname.objects.filter(tenant_id=institution.pk)
    was_primary = hosts.filter(domain=domain, is_primary=True).exists()
    hosts.filter(domain=domain).delete()
    RetiredHostname.objects.update_or_create(
        domain=domain, defaults={"retired_at": at, "institution_key": institution.key}
    )
    if was_primary and (first := hosts.order_by("pk").first()) is not None:
        hosts.filter(pk=first.pk).update(is_primary=True)
