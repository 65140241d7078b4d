"""Tokens for machines: `Authorization: Token <key>`.

A key is random, kept hashed in the institution's own schema and therefore unknown at every other.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from civic.api.models import ApiToken
from platform_core.access import Refused
from platform_core.accounts.guesses import TOKENS
from platform_core.accounts.models import User
from platform_core.accounts.stopped import READING, nothing_is_done
from platform_core.events.actions import record

SCHEME = "Token"
TOKENS_PER_PERSON = 10
# How exactly "last used" is kept: not a write for every request.
USE_GRAIN = timedelta(minutes=5)


class TooManyTokens(Exception):
    """A person may hold TOKENS_PER_PERSON tokens at once."""


@transaction.atomic
def create_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """A new token and its key, which is shown this once. Raises TooManyTokens."""
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.filter(user=user, revoked=False).count() >= TOKENS_PER_PERSON:
        raise TooManyTokens
    token: ApiToken
    token, key = ApiToken.objects.create_key(user=user, name=name)  # type: ignore[assignment]
    record("api.token.created", user, at=timezone.now(), actor=user, name=name)
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> bool:
    done = ApiToken.objects.filter(pk=token.pk, revoked=False).update(revoked=True)
    if done:
        record("api.token.revoked", by, at=timezone.now(), actor=by, name=token.name)
    return bool(done)


class TokenAuthentication(BaseAuthentication):
    """Who the token speaks for. Raises AuthenticationFailed, and Throttled for an address that sent too many
    unknown, revoked or expired ones: the throttles come after this, and would never see it.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        address = BaseThrottle().get_ident(request) or ""
        # Before it is looked at: a guess that is answered at all, right or wrong, would be a free one.
        if wait := TOKENS.seconds_to_wait(address):
            raise Throttled(wait)
        token = _token_of(key.strip())
        if token is None or not token.user.is_active or token.user.withdrawn_at:
            TOKENS.count_failure(address)
            raise AuthenticationFailed(_("This token is not known here."), code="unknown_token")
        if token.user.stopped_at is not None and request.method not in READING:
            raise Refused(nothing_is_done())
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        # With this header DRF answers 401 to a stranger, not 403.
        return SCHEME


def _token_of(key: str) -> ApiToken | None:
    prefix, dot, _secret = key.partition(".")
    if not dot or not key.isprintable():
        return None
    token = ApiToken.objects.select_related("user").filter(prefix=prefix[:8], revoked=False).first()
    return token if token is not None and not token.has_expired and token.is_valid(key) else None


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_GRAIN:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
