"""Making, taking back and recognising the keys of programs. All of it in the public schema."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.accounts.second_factor import keeps_a_second_factor
from platform_core.events.actions import record
from tenants.context import public
from tenants.machines.records import OperatorToken

MOST_TOKENS = 10
DAYS_OFFERED = (7, 30, 90)
# How exactly "last used" is kept: not a write for every request.
USE_GRAIN = timedelta(minutes=5)


def may_make_token(operator: User, at: datetime) -> Verdict:
    """With a second factor, and not more than somebody can keep an eye on."""
    if not keeps_a_second_factor(operator):
        return no("no_second_factor", _("Only operators with a second factor make keys for programs."))
    with public():
        held = OperatorToken.objects.filter(operator_id=operator.pk, revoked_at=None, expires_at__gt=at)
        if held.count() >= MOST_TOKENS:
            sentence = _("You have %(count)s keys already.") % {"count": MOST_TOKENS}
            return no("too_many_tokens", sentence, _("Take one back first."))
    return YES


def make_token(*, operator: User, name: str, days: int, at: datetime) -> str:
    """The key, which is shown this once. Whoever calls has asked for the second factor anew. Raises Refused."""
    with public(), transaction.atomic():
        # Of two at once the second counts the first.
        User.objects.select_for_update().get(pk=operator.pk)
        require(may_make_token(operator, at))
        prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        token = OperatorToken.objects.create(
            operator_id=operator.pk,
            name=name,
            prefix=prefix,
            hashed_key=_hash(secret),
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        record("tenants.token.made", token, at=at, actor=operator, name=name, days=days)
        return f"{prefix}.{secret}"


def revoke_token(*, pk: int, by: User, at: datetime) -> bool:
    """One's own or a colleague's: whoever finds a leak stops it. False when it was taken back before."""
    with public(), transaction.atomic():
        token = OperatorToken.objects.select_for_update().filter(pk=pk, revoked_at=None).first()
        if token is None:
            return False
        OperatorToken.objects.filter(pk=pk).update(revoked_at=at)
        record("tenants.token.revoked", token, at=at, actor=by, name=token.name)
        return True


def operator_of(key: str, at: datetime) -> User | None:
    """For whom a key speaks; None for what is unknown, taken back, over, or of somebody who lost their second factor."""
    prefix, dot, secret = key.partition(".")
    if not dot or not key.isascii() or not key.isprintable():
        return None
    with public():
        known = OperatorToken.objects.filter(prefix=prefix[:8], revoked_at=None, expires_at__gt=at)
        token = known.select_related("operator").first()
        if token is None or not hmac.compare_digest(token.hashed_key, _hash(secret)):
            return None
        operator = token.operator
        if not operator.is_active or operator.withdrawn_at or not keeps_a_second_factor(operator):
            return None
        if token.last_used_at is None or at - token.last_used_at > USE_GRAIN:
            OperatorToken.objects.filter(pk=token.pk).update(last_used_at=at)
        return operator


def _hash(secret: str) -> str:
    """Fast on purpose: 32 random bytes are not found by trying."""
    return hashlib.sha256(secret.encode()).hexdigest()
