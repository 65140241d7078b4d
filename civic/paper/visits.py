"""One person at a kiosk: what they typed lies in one row, without any cookie, and goes when they are done.

Nothing in the browser leads back to it once it has ended, and after its time nobody finds it, whether or not
the clock's worker has come by.
"""

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare

from civic.debates.models import Debate
from civic.paper.kiosks import hash_of
from civic.paper.models import KioskDevice, KioskVisit, Wish
from civic.proposals.models import Proposal

# Long enough to find a letter on one's telephone; at the counter, to wait one's turn.
MAIL_TIME = timedelta(minutes=10)
COUNTER_TIME = timedelta(minutes=30)
MOST_TRIES = 5
CODE_DIGITS = 6


@transaction.atomic
def begin_visit(
    *,
    device: KioskDevice,
    wish: Wish,
    item: Proposal | None,
    typed: dict[str, str],
    by_mail: bool,
    at: datetime,
    debate: Debate | None = None,
) -> tuple[KioskVisit, str]:
    """The visit, and the code for its letter ("" at the counter). Whoever stood there before is gone."""
    KioskDevice.objects.select_for_update().get(pk=device.pk)
    if by_mail:
        visits_at(device).exclude(code_hash="").delete()
    last = KioskVisit.objects.filter(code_hash="").order_by("-pk").values_list("number", flat=True).first()
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS)) if by_mail else ""
    visit = KioskVisit.objects.create(
        key=uuid4(),
        device=device,
        wish=wish,
        item=item,
        debate=debate,
        typed=typed,
        number=(last or 0) % 99 + 1,
        code_hash=hash_of(code) if code else "",
        begun_at=at,
        until=at + (MAIL_TIME if by_mail else COUNTER_TIME),
    )
    return visit, code


def visit_with(device: KioskDevice, key: str, at: datetime) -> KioskVisit | None:
    """None once it has ended, or at another device."""
    return visits_at(device).select_related("item", "debate__item").filter(key=key, until__gt=at).first()


def visits_at(device: KioskDevice) -> QuerySet[KioskVisit]:
    return KioskVisit.objects.filter(device=device)


def waiting_visits(at: datetime) -> QuerySet[KioskVisit]:
    """Those who wait for an officer, who came first in front."""
    rows = KioskVisit.objects.filter(code_hash="", until__gt=at, device__revoked_at=None)
    return rows.select_related("device", "item", "debate__item").order_by("pk")


def is_its_code(visit: KioskVisit, code: str) -> bool:
    """Counts the try; after MOST_TRIES no code is the right one any more."""
    counted = KioskVisit.objects.filter(pk=visit.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    digits = "".join(sign for sign in code if sign.isdigit())
    return bool(counted and visit.code_hash and constant_time_compare(visit.code_hash, hash_of(digits)))


def end_visit(visit: KioskVisit) -> None:
    KioskVisit.objects.filter(pk=visit.pk).delete()


def forget_visits(*, at: datetime) -> int:
    """Those whose time is over. Returns how many."""
    gone, _kinds = KioskVisit.objects.filter(until__lte=at).delete()
    return gone
