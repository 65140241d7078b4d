"""초대 코드: for people whom an office knows and no service can check. Each is good once, for one person."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.models import CodeBatch, InvitationCode
from civic.identity.peppers import keys_under_each, newest_key
from civic.people.confirming import keep_confirmed, may_confirm
from civic.people.models import Confirmed, Means
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

# Read aloud and copied by hand: no letters that look like others. 12 of them are 59 bits.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 12, 4
MOST_CODES = 2_000
# An age is a number, which a code does not carry.
CAN_CONFIRM = (Confirmed.IDENTITY, Confirmed.RESIDES, Confirmed.WORKS, Confirmed.STUDIES)
CODE = "identity.code"


@dataclass(frozen=True, slots=True)
class Made:
    batch: CodeBatch
    # Only here: the rows keep hashes.
    codes: tuple[str, ...]


@transaction.atomic
def make_codes(
    *, label: str, confirms: Collection[Confirmed], count: int, until: datetime, by: User, at: datetime
) -> Made:
    """Raises Refused, and ValueError for nothing to confirm, too many, or a day that is over."""
    require(may_confirm(by))
    if not confirms or not set(confirms) <= set(CAN_CONFIRM) or not 1 <= count <= MOST_CODES or until <= at:
        raise ValueError("A batch confirms something, has 1 to 2,000 codes, and ends later than now.")
    batch = CodeBatch.objects.create(
        label=label,
        confirms=sorted(kind.value for kind in confirms),
        count=count,
        made_at=at,
        made_by=by,
        expires_at=until,
    )
    codes = tuple(new_code() for _number in range(count))
    InvitationCode.objects.bulk_create(
        InvitationCode(batch=batch, code_hash=newest_key(bare(code), purpose=CODE)) for code in codes
    )
    record(events.CODES_MADE, batch, at=at, actor=by, count=count, confirms=batch.confirms)
    return Made(batch, codes)


@transaction.atomic
def end_codes(*, batch: CodeBatch, by: User, at: datetime) -> bool:
    """Those not used yet are good no longer. Raises Refused."""
    require(may_confirm(by))
    if not CodeBatch.objects.filter(pk=batch.pk, ended_at=None).update(ended_at=at):
        return False
    record(events.CODES_ENDED, batch, at=at, actor=by)
    return True


@transaction.atomic
def use_code(*, code: str, user: User, at: datetime) -> tuple[Confirmed, ...]:
    """What is confirmed by it. Raises Refused: unknown, used, ended and expired look alike."""
    hashes = keys_under_each(bare(code), purpose=CODE).values()
    found = (
        InvitationCode.objects.select_for_update(of=("self",))
        .select_related("batch")
        .filter(code_hash__in=hashes, used_at=None, batch__ended_at=None, batch__expires_at__gt=at)
        .first()
    )
    if found is None:
        raise Refused(
            no(
                "code_unknown",
                _("This code is not known, was used already, or has run out."),
                _("Type it once more, or ask whoever gave it to you."),
            )
        )
    InvitationCode.objects.filter(pk=found.pk).update(used_at=at, used_by=user)
    kinds = tuple(Confirmed(kind) for kind in found.batch.confirms)
    keep_confirmed(person=user, kinds=kinds, means=Means.CODE, at=at)
    return kinds


def new_code() -> str:
    """ABCD-EFGH-JKMN"""
    letters = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def bare(code: str) -> str:
    """As it is hashed: capitals without hyphens and blanks."""
    return "".join(one for one in code.upper() if one.isascii() and one.isalnum())[:40]
