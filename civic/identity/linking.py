"""Coming in with a service's account: who it leads to, linking and unlinking, joining, and staff's own way."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.models import Provider, Purpose, WayIn
from civic.identity.oidc import Said
from civic.identity.queries import way_of
from civic.identity.rules import may_unlink
from civic.people.actions import accept_invited
from civic.people.models import Invitation
from civic.people.queries import open_invitations
from civic.people.rules import is_staff
from platform_core.access import Refused, no, require
from platform_core.accounts.actions import open_account
from platform_core.accounts.addresses import say_confirmed
from platform_core.accounts.consent import record_consent
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def come_in(*, provider: Provider, subject: str, at: datetime) -> User | None:
    """Whoever this account leads to, noted as used; None for an account that leads to nobody."""
    way = way_of(provider, subject)
    if way is None:
        return None
    WayIn.objects.filter(pk=way.pk).update(used_at=at)
    return way.user


@transaction.atomic
def link(*, user: User, provider: Provider, subject: str, at: datetime) -> bool:
    """From now on that account opens this one. False where it does already.

    Raises Refused (`linked_elsewhere`, `other_linked`).
    """
    User.objects.select_for_update().get(pk=user.pk)
    WayIn.objects.filter(provider=provider, subject=subject, user__withdrawn_at__isnull=False).delete()
    there = WayIn.objects.filter(provider=provider, subject=subject).first()
    if there is not None and there.user_id == user.pk:
        return False
    if there is not None:
        raise _linked_elsewhere()
    if WayIn.objects.filter(provider=provider, user=user).exists():
        raise Refused(
            no(
                "other_linked",
                _("Another account of %(service)s opens yours already.") % {"service": provider.name},
                _("Unlink that one first."),
            )
        )
    try:
        with transaction.atomic():
            WayIn.objects.create(user=user, provider=provider, subject=subject, made_at=at, used_at=at)
    except IntegrityError:
        raise _linked_elsewhere() from None
    record(events.WAY_LINKED, user, at=at, actor=user, provider=provider.key)
    return True


def _linked_elsewhere() -> Refused:
    return Refused(
        no(
            "linked_elsewhere",
            _("That account opens another person's account here."),
            _("Sign in with it, and unlink it there first."),
        )
    )


@transaction.atomic
def unlink(*, way: WayIn, by: User, at: datetime) -> bool:
    """Raises Refused (`last_way_in`). The row of the person is held, so that two last ways are not cut at once."""
    User.objects.select_for_update().get(pk=by.pk)
    require(may_unlink(by, way))
    if not WayIn.objects.filter(pk=way.pk).delete()[0]:
        return False
    record(events.WAY_UNLINKED, by, at=at, actor=by, provider=way.provider.key)
    return True


@transaction.atomic
def join(
    *, provider: Provider, subject: str, email: str, name: str, language: str, is_proven: bool, at: datetime
) -> User | None:
    """A new person who came with a service's account; None when the address has an account here.

    Only an address that the service confirms is believed and linked at once. Any other is confirmed by a letter
    first, and linked after that by whoever confirmed it: otherwise somebody could lay a way into a stranger's
    account before the stranger has made it.
    """
    if (
        EmailAddress.objects.filter(email__iexact=email).exists()
        or User.objects.filter(email__iexact=email).exists()
    ):
        return None
    try:
        with transaction.atomic():
            user = open_account(
                email=email, name=name, password=None, at=at, language=language, is_proven=is_proven
            )
    except IntegrityError:
        return None
    record_consent(user=user, at=at)
    if is_proven:
        say_confirmed(user, at=at)
        link(user=user, provider=provider, subject=subject, at=at)
    return user


@transaction.atomic
def staff_of(*, provider: Provider, said: Said, at: datetime) -> User:
    """Staff's own sign-in: people who work here, and people invited, with an address of the provider's domains.

    The invitation's letter need not be found: that the organisation vouches for the address is as good.
    Raises Refused (`not_staff`, `other_domain`).
    """
    known = way_of(provider, said.subject)
    if known is not None and is_staff(known.user):
        WayIn.objects.filter(pk=known.pk).update(used_at=at)
        return known.user
    email = said.email.lower()
    if not said.email_is_confirmed or email.rpartition("@")[2] not in provider.domains:
        raise Refused(
            no(
                "other_domain",
                _("This is for addresses of the organisation: %(domains)s.")
                % {"domains": ", ".join(provider.domains)},
            )
        )
    row = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    found = row.select_related("user").first()
    user = found.user if found is not None else None
    invitation = open_invitations(at).filter(email__iexact=email).first()
    if invitation is not None:
        user = _take(invitation, user, said, at)
    if user is None or not is_staff(user):
        raise Refused(
            no(
                "not_staff",
                _("Nobody with this address works here."),
                _("Ask an administrator for an invitation."),
            )
        )
    link(user=user, provider=provider, subject=said.subject, at=at)
    return user


def _take(invitation: Invitation, user: User | None, said: Said, at: datetime) -> User | None:
    """An account for somebody who has none; None where the address is taken but not confirmed."""
    if user is None:
        if User.objects.filter(email__iexact=said.email).exists():
            return None
        name = str(said.claims.get("name") or said.email.partition("@")[0])
        user = open_account(email=said.email, name=name, password=None, at=at)
    accept_invited(invitation=invitation, user=user, at=at)
    return user


def opens_for_staff(provider: Provider) -> bool:
    return bool(provider.purpose == Purpose.STAFF and provider.is_open)
