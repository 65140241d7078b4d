"""Letters that came back: kept, not written to again, and cleared by a person who knows better.

An address stays aside as long as the letter that came back is kept (DAYS_LETTERS_ARE_KEPT): then it is tried anew.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import RowNumber
from django.utils.crypto import salted_hmac

from platform_core.access.place import institution_here, schema_here
from platform_core.events.actions import record
from platform_core.outbound.models import Bounce, OutboundMail
from platform_core.outbound.reports import Report, is_about

# In the institution's settings: what its secret is made of; without it nothing is taken by webhook.
SETTING = "bounces"
# A full mailbox is emptied one day, and a server that refuses us thinks again: so many reports within so long a time set
# an address aside, too, until they are older.
MANY_SOFT, SOFT_WITHIN = 3, timedelta(days=14)
BOUNCED = "The address gives letters back."


@dataclass(frozen=True, slots=True)
class Returned:
    """An address that gives letters back, as the desk shows it."""

    pk: int
    address: str
    person: Any
    times: int
    status: str
    diagnostic: str
    at: datetime

    @property
    def masked(self) -> str:
        name, _at, domain = self.address.partition("@")
        return f"{name[:1]}***@{domain}"


@transaction.atomic
def note_bounce(*, report: Report, at: datetime) -> bool:
    """Keep what a server said of a letter written here. False for a letter we did not write, or told before."""
    mail = OutboundMail.objects.filter(pk=report.letter).first()
    if mail is None or not is_about(report, mail, schema_here()):
        return False
    known = Bounce.objects.select_for_update().filter(mail=mail).first()
    if known is not None and (known.is_final or not report.is_final):
        return False
    row, _made = Bounce.objects.update_or_create(
        mail=mail,
        defaults={
            "to": mail.to.lower(),
            "code": report.status,
            "is_final": report.is_final,
            "diagnostic": report.diagnostic,
            "at": at,
            # Given up after all: whoever had it tried again did not know.
            "cleared_at": None,
        },
    )
    record("outbound.letter.bounced", row, at=at, status=report.status, final=report.is_final)
    return True


def is_aside(address: str, at: datetime) -> bool:
    """Whether letters to it are not sent at this moment."""
    found = Bounce.objects.filter(to=address.lower(), cleared_at=None)
    return (
        found.filter(is_final=True).exists()
        or found.filter(at__gt=at - SOFT_WITHIN)[:MANY_SOFT].count() >= MANY_SOFT
    )


def returned(at: datetime, *, limit: int, offset: int = 0) -> list[Returned]:
    """Addresses with the latest report of each, the latest first."""
    rows = (
        Bounce.objects.filter(cleared_at=None)
        .select_related("mail__user")
        .annotate(times=models.Window(models.Count("pk"), partition_by=models.F("to")))
        .annotate(
            place=models.Window(RowNumber(), partition_by=models.F("to"), order_by=models.F("pk").desc())
        )
        .filter(place=1)
        .order_by("-pk")
    )
    return [
        Returned(one.pk, one.to, one.mail.user, one.times, one.code, one.diagnostic, one.at)
        for one in rows[offset : offset + limit]
    ]


def count_returned() -> int:
    """As many as `returned` lists."""
    return Bounce.objects.filter(cleared_at=None).values("to").distinct().count()


def count_aside(at: datetime) -> int:
    """Addresses of which is_aside() says so."""
    found = Bounce.objects.filter(cleared_at=None).values("to").order_by()
    told = found.annotate(
        final=models.Count("pk", filter=models.Q(is_final=True)),
        soft=models.Count("pk", filter=models.Q(at__gt=at - SOFT_WITHIN)),
    )
    return told.filter(models.Q(final__gt=0) | models.Q(soft__gte=MANY_SOFT)).count()


@transaction.atomic
def clear_address(*, pk: int, at: datetime, by: models.Model) -> bool:
    """Try it again: letters go there from now on. False when that was done before."""
    row = Bounce.objects.filter(pk=pk, cleared_at=None).first()
    if row is None:
        return False
    Bounce.objects.filter(to=row.to, cleared_at=None).update(cleared_at=at)
    record("outbound.address.cleared", row, at=at, actor=by)
    return True


def forget_bounces_of(address: str) -> None:
    """With the person goes what came back from them."""
    Bounce.objects.filter(to=address.lower()).delete()


def secret_here() -> str:
    """With which the mail server of the institution at hand signs; "" while nothing is taken by webhook."""
    return _secrets()[0] if _salt() else ""


def signs(body: bytes, said: str) -> bool:
    """Whether `said` (sha256=<hex>) is the HMAC of `body` with the secret of the institution at hand."""
    if not _salt():
        return False
    signatures = [hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() for secret in _secrets()]
    return any(hmac.compare_digest(f"sha256={one}".encode(), said.encode()) for one in signatures)


def _salt() -> str:
    kept = (getattr(institution_here(), "settings", None) or {}).get(SETTING) or {}
    return str(kept.get("salt", ""))


def _secrets() -> list[str]:
    """Made, not kept: nothing to be found in a backup. A key that was replaced is good for a while longer."""
    told = f"{institution_here().key}:{_salt()}"
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("outbound.bounces", told, secret=key, algorithm="sha256").hexdigest() for key in keys]
