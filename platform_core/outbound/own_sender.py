"""Letters from the institution's own address, once its domain says that we may write in its name.

Two records say so: SPF names our servers, DKIM carries the key we sign with. Both are looked at when asked and every
day; without them mail programs would throw the letters away, so these go out from the platform's address instead.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext as _

from platform_core.access.sealing import seal, unseal
from platform_core.events.actions import record
from platform_core.outbound.models import OwnSender, SenderState
from platform_core.web.dns import DnsSilent, texts_at

SIGNED_HEADERS = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]
ASKED, PROVEN, FAILING, GIVEN_UP = (
    "outbound.sender.asked",
    "outbound.sender.proven",
    "outbound.sender.failing",
    "outbound.sender.given_up",
)


@dataclass(frozen=True, slots=True)
class SenderRecord:
    """One line to be written where the domain is kept."""

    name: str
    kind: str
    value: str
    is_there: bool


def own_sender() -> OwnSender | None:
    """Of the institution at hand, whatever its state."""
    return OwnSender.objects.first()


@transaction.atomic
def ask_for_sender(*, address: str, at: datetime, by: models.Model) -> OwnSender:
    """Begin to write as `address`; a new key is made for it. Takes the place of the one before.

    Raises ValidationError for what is no address, or one of the platform's own.
    """
    validate_email(address)
    domain = address.rpartition("@")[2].lower()
    platform = settings.MAIL_ADDRESS.rpartition("@")[2].lower()
    if domain in (platform, settings.BASE_HOST) or domain.endswith("." + settings.BASE_HOST):
        raise ValidationError(_("Letters come from the platform's address anyway."), code="platforms_own")
    OwnSender.objects.all().delete()
    private, public = _new_key()
    asked = OwnSender.objects.create(
        address=address,
        selector=f"madang{secrets.token_hex(3)}",
        private_key=seal(private),
        public_key=public,
        asked_at=at,
    )
    record(ASKED, None, at=at, actor=by, address=address)
    return asked


@transaction.atomic
def give_up_sender(*, at: datetime, by: models.Model) -> bool:
    """Letters come from the platform's address again. False when they do already."""
    if not OwnSender.objects.all().delete()[0]:
        return False
    record(GIVEN_UP, None, at=at, actor=by)
    return True


def look_at_sender(*, sender: OwnSender, at: datetime) -> SenderState:
    """Ask its domain whether we may write in its name. Nothing is concluded from silence."""
    try:
        spf, dkim_there = _spf_allows_us(sender.domain), _key_is_there(sender)
    except DnsSilent:
        return SenderState(sender.state)
    with transaction.atomic():
        locked = OwnSender.objects.select_for_update().filter(pk=sender.pk).first()
        if locked is None:
            return SenderState(sender.state)
        before = locked.state
        locked.spf_there, locked.dkim_there, locked.checked_at = spf, dkim_there, at
        if spf and dkim_there:
            locked.state = SenderState.PROVEN
        elif before != SenderState.ASKED:
            locked.state = SenderState.FAILING
        locked.save(update_fields=["spf_there", "dkim_there", "checked_at", "state"])
        if locked.state != before:
            kind = PROVEN if locked.state == SenderState.PROVEN else FAILING
            record(kind, None, at=at, address=locked.address)
    return SenderState(locked.state)


def records_of(sender: OwnSender) -> list[SenderRecord]:
    rows = [
        SenderRecord(
            f"{sender.selector}._domainkey.{sender.domain}",
            "TXT",
            f"v=DKIM1; k=rsa; p={sender.public_key}",
            sender.dkim_there,
        )
    ]
    if settings.MAIL_SPF_INCLUDE:
        value = f"v=spf1 include:{settings.MAIL_SPF_INCLUDE} ~all"
        rows.append(SenderRecord(sender.domain, "TXT", value, sender.spf_there))
    return rows


def signature(sender: OwnSender, letter: bytes) -> str:
    """The value of the letter's DKIM-Signature header (RFC 6376, relaxed/relaxed). Raises sealing.BrokenSeal."""
    header = dkim.sign(
        letter,
        sender.selector.encode(),
        sender.domain.encode(),
        unseal(sender.private_key).encode(),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=SIGNED_HEADERS,
    )
    return " ".join(header.decode("ascii").partition(":")[2].split())


def _spf_allows_us(domain: str) -> bool:
    if not settings.MAIL_SPF_INCLUDE:
        return True
    records = [text.lower().split() for text in texts_at(domain) if text.lower().startswith("v=spf1")]
    # Two SPF records are as good as none (RFC 7208, 4.5).
    return len(records) == 1 and f"include:{settings.MAIL_SPF_INCLUDE}".lower() in records[0]


def _key_is_there(sender: OwnSender) -> bool:
    for text in texts_at(f"{sender.selector}._domainkey.{sender.domain}"):
        tags = dict(part.strip().partition("=")[::2] for part in text.split(";") if "=" in part)
        if "".join(tags.get("p", "").split()) == sender.public_key:
            return True
    return False


def _new_key() -> tuple[str, str]:
    """PEM of the private key; the public one as a DKIM record carries it. 2,048 bits fit into DNS everywhere."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), base64.b64encode(public).decode()
