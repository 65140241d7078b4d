"""Verbs about a person's own account."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from platform_core.access import require
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.accounts.names import LONGEST_STORED, check_name
from platform_core.accounts.rules import may_withdraw
from platform_core.accounts.signed_in import forget_sessions_of
from platform_core.events.actions import record
from platform_core.outbound.actions import forget_mail_of
from platform_core.text.normalise import clean_line

PERSON_WITHDREW = "accounts.person.withdrew"
NAME_CHANGED = "accounts.name.changed"


@transaction.atomic
def open_account(
    *, email: str, name: str, password: str | None, at: datetime, language: str = "", is_proven: bool = True
) -> User:
    """A person who did not come through the sign-up form: invited, made by a command, or of the demo.

    `is_proven` says that the address is known to be theirs. Raises IntegrityError for a taken address.
    """
    user = User.objects.create_user(
        email, password, name=clean_line(name)[:LONGEST_STORED], joined_at=at, language=language
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proven, primary=True)
    return user


def change_name(*, user: User, name: str, at: datetime) -> bool:
    """Raises ValidationError for a name that cannot be shown. The old name is not kept anywhere."""
    name = check_name(clean_line(name))
    if name == user.name:
        return False
    user.name = name
    with transaction.atomic():
        user.save(update_fields=["name"])
        record(NAME_CHANGED, user, at=at, actor=user)
    return True


def change_language(*, user: User, language: str) -> bool:
    """Raises ValueError for a language the platform does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"{language!r} is not spoken here.")
    return bool(User.objects.filter(pk=user.pk).exclude(language=language).update(language=language))


def sign_out_elsewhere(*, user: User, request: HttpRequest) -> None:
    """Every session of this person ends, except the one that asks."""
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    update_session_auth_hash(request, user)


@transaction.atomic
def withdraw_from(*, user: User, keep_writings: bool, at: datetime) -> bool:
    """탈퇴. Address, name, password, second factor and letters are erased at once; the row stays, nameless.

    Supports given stay counted. What happens to writings is announced (`accounts.person.withdrew` with
    keep_writings) and done by whoever keeps them. Raises Refused; returns False for somebody who left before.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.withdrawn_at is not None:
        return False
    require(may_withdraw(user))
    _leave(user, keep_writings, at)
    return True


@transaction.atomic
def leave_again(*, user: User, keep_writings: bool, at: datetime) -> bool:
    """Somebody who had left is back because an earlier day was restored: no rule may hold them back a second time."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.withdrawn_at is not None:
        return False
    _leave(user, keep_writings, at)
    return True


def _leave(user: User, keep_writings: bool, at: datetime) -> None:
    forget_mail_of(user=user, address=user.email)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    forget_sessions_of(user)
    _make_nameless(user, at)
    record(PERSON_WITHDREW, user, at=at, actor=user, keep_writings=keep_writings)


def _make_nameless(user: User, at: datetime) -> None:
    user.email = f"left-{secrets.token_hex(12)}@withdrawn.invalid"
    with translation.override(getattr(institution_here(), "default_language", settings.LANGUAGE_CODE)):
        user.name = _("Citizen who left")
    user.set_unusable_password()
    user.language = ""
    user.age_band = user.stopped_at = None
    user.last_login = None
    user.session_epoch += 1
    user.is_active = False
    user.withdrawn_at = at
    user.save()
