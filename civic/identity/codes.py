"""초대 코드: for people whom an office knows and no service can check. Each is good once, for one person.

Guardians have batches of their own: a code that a school gave a pupil makes nobody a grown-up, and a code that says
“a grown-up was here” tells nothing about an account.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.identity import events
from civic.identity.models import CodeBatch, InvitationCode
from civic.identity.peppers import keys_under_each, newest_key
from civic.identity.rules import may_ask_a_guardian
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
    *,
    label: str,
    confirms: Collection[Confirmed] = (),
    for_guardians: bool = False,
    count: int,
    until: datetime,
    by: User,
    at: datetime,
) -> Made:
    """Raises Refused, and ValueError for nothing to confirm, too many, or a day that is over.

    Either `for_guardians`, where children are taken in, or such as confirm something of whoever types them.
    """
    require(may_confirm(by))
    if for_guardians:
        require(may_ask_a_guardian())
    if for_guardians == bool(confirms) or not set(confirms) <= set(CAN_CONFIRM):
        raise ValueError("A batch is for guardians, or confirms something.")
    if not 1 <= count <= MOST_CODES or until <= at:
        raise ValueError("A batch has 1 to 2,000 codes, and ends later than now.")
    batch = CodeBatch.objects.create(
        label=label,
        confirms=sorted(kind.value for kind in confirms),
        for_guardians=for_guardians,
        count=count,
        made_at=at,
        made_by=by,
        expires_at=until,
    )
    codes = tuple(new_code() for _number in range(count))
    InvitationCode.objects.bulk_create(
        InvitationCode(batch=batch, code_hash=newest_key(bare(code), purpose=CODE)) for code in codes
    )
    said = {"count": count, "confirms": batch.confirms, "for_guardians": for_guardians}
    record(events.CODES_MADE, batch, at=at, actor=by, **said)
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
    batch = _take(code, for_guardians=False, by=user, at=at)
    kinds = tuple(Confirmed(kind) for kind in batch.confirms)
    keep_confirmed(person=user, kinds=kinds, means=Means.CODE, at=at)
    return kinds


@transaction.atomic
def use_guardians_code(*, code: str, at: datetime) -> None:
    """Whoever typed it is a grown-up: so an officer saw. Raises Refused as use_code does."""
    _take(code, for_guardians=True, by=None, at=at)


def _take(code: str, *, for_guardians: bool, by: User | None, at: datetime) -> CodeBatch:
    """A code of another kind is as unknown as one that was never made, and stays good for what it is for."""
    hashes = keys_under_each(bare(code), purpose=CODE).values()
    found = (
        InvitationCode.objects.select_for_update(of=("self",))
        .select_related("batch")
        .filter(code_hash__in=hashes, used_at=None, batch__ended_at=None, batch__expires_at__gt=at)
        .filter(batch__for_guardians=for_guardians)
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
    InvitationCode.objects.filter(pk=found.pk).update(used_at=at, used_by=by)
    return found.batch


def new_code() -> str:
    """ABCD-EFGH-JKMN"""
    letters = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def bare(code: str) -> str:
    """As it is hashed: capitals without hyphens and blanks."""
    return "".join(one for one in code.upper() if one.isascii() and one.isalnum())[:40]
