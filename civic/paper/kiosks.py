"""A device is switched on by staff: a code typed on it once, a token in its cookie ever after, until it is revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from civic.paper.models import KioskDevice, KioskVisit
from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

CODE_VALID = timedelta(minutes=15)
DIGITS = 8


@dataclass(frozen=True, slots=True)
class NewDevice:
    """`code` is shown once, to whoever walks to the tablet with it."""

    device: KioskDevice
    code: str


def may_manage_kiosks(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators set up kiosks."))
    return YES


@transaction.atomic
def set_up_kiosk(*, name: str, place: str, by: User, at: datetime) -> NewDevice:
    """Raises Refused."""
    require(may_manage_kiosks(by))
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    device = KioskDevice.objects.create(
        name=name,
        place=place,
        code_hash=hash_of(code),
        code_until=at + CODE_VALID,
        made_at=at,
        made_by=by,
    )
    record("paper.kiosk.set_up", device, at=at, actor=by, name=name, place=place)
    return NewDevice(device, code)


@transaction.atomic
def switch_on(*, code: str, at: datetime) -> tuple[KioskDevice, str] | None:
    """The device and the token for its cookie. None for a code that is unknown, used or too old."""
    digits = "".join(sign for sign in code if sign.isdigit())
    waiting = KioskDevice.objects.select_for_update().filter(
        code_hash=hash_of(digits), code_until__gt=at, revoked_at=None
    )
    device = waiting.exclude(code_hash="").first()
    if device is None or len(digits) != DIGITS:
        return None
    token = secrets.token_urlsafe(32)
    device.token_hash, device.switched_on_at = hash_of(token), at
    device.code_hash, device.code_until = "", None
    device.save(update_fields=["token_hash", "switched_on_at", "code_hash", "code_until"])
    record("paper.kiosk.switched_on", device, at=at)
    return device, token


def device_with(pk: int, token: str) -> KioskDevice | None:
    """The device whose cookie says so; None once it was revoked."""
    device = KioskDevice.objects.filter(pk=pk, revoked_at=None).exclude(token_hash="").first()  # noqa: S106
    if device is None or not constant_time_compare(device.token_hash, hash_of(token)):
        return None
    return device


@transaction.atomic
def revoke_kiosk(*, device: KioskDevice, by: User, at: datetime) -> bool:
    """Its cookie opens nothing from now on, and whoever stands before it starts anew elsewhere. Raises Refused."""
    require(may_manage_kiosks(by))
    done = KioskDevice.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=at,
        token_hash="",  # noqa: S106 - no token any more
        code_hash="",
        code_until=None,
    )
    if done:
        KioskVisit.objects.filter(device=device).delete()
        record("paper.kiosk.revoked", device, at=at, actor=by)
    return bool(done)


def hash_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
