"""Sharing a case with other institutions: exactly what was shown beforehand leaves the house, and nothing else."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.guide import rules
from civic.guide.chapters import Per, chapter
from civic.guide.models import OwnCase
from civic.guide.probes import About, ask
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants import library

OPEN = {"offered", "approved"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """What would leave: a chapter's name, words somebody wrote, and counts. Nobody's name, nobody's number."""

    chapter: str
    title: str
    text: str
    numbers: list[dict[str, Any]]

    @property
    def digest(self) -> str:
        packed = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return sha256(packed.encode()).hexdigest()


def parcel_of(case: OwnCase, at: datetime) -> Parcel:
    """With the counts of this year's checklist; of points about nothing there is nothing to tell."""
    about = About(Per.YEAR.value, timezone.localdate(at).year)
    numbers = []
    for point in chapter(case.chapter).points:
        found = ask(point.probe, about, at) if point.probe else None
        if found is not None and found.of:
            numbers.append({"point": point.key, "done": found.done, "of": found.of})
    return Parcel(case.chapter, case.title, case.text, numbers)


@transaction.atomic
def share_case(*, case: OwnCase, institution_id: int, seen: str, by: User, at: datetime) -> int:
    """Offer it to the operator's library. `seen`: the digest of what was shown. Raises Refused."""
    require(rules.may_share(by))
    held = OwnCase.objects.select_for_update().get(pk=case.pk)
    parcel = parcel_of(held, at)
    if parcel.digest != seen:
        raise Refused(
            no(
                "changed_meanwhile",
                _("It has changed since you read it."),
                _("Read once more what would leave the house, then share it."),
            )
        )
    require(rules.may_share_again(state_of(held, institution_id)))
    number = library.offer(institution_id=institution_id, **asdict(parcel), at=at)
    OwnCase.objects.filter(pk=held.pk).update(shared_as=number)
    record("guide.case.shared", held, at=at, actor=by, library=number)
    return number


@transaction.atomic
def withdraw_case(*, case: OwnCase, institution_id: int, by: User, at: datetime) -> bool:
    """Nobody else reads it from now on; its words leave the library. Raises Refused."""
    require(rules.may_share(by))
    held = OwnCase.objects.select_for_update().get(pk=case.pk)
    if held.shared_as is None or not library.withdraw(
        institution_id=institution_id, pk=held.shared_as, at=at
    ):
        return False
    OwnCase.objects.filter(pk=held.pk).update(shared_as=None)
    record("guide.case.withdrawn", held, at=at, actor=by)
    return True


def state_of(case: OwnCase, institution_id: int) -> str:
    """ "" for what was not shared."""
    if case.shared_as is None:
        return ""
    found = library.own(institution_id, [case.shared_as]).get(case.shared_as)
    return found.state if found else ""
