"""The order of a program: the same one as the form's and the command's, and never twice under one key."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.accounts.models import User
from tenants.context import public
from tenants.machines.records import ProgramOrder
from tenants.models import Institution
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.placing import place_order

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


def may_use_key(key: str) -> Verdict:
    if KEY.fullmatch(key):
        return YES
    return no(
        "no_idempotency_key",
        _("Each order has a key of its own: 8 to 64 letters, digits, hyphens or underlines."),
        _("Send it as the header Idempotency-Key, and the same one when you ask again."),
    )


def digest_of(sent: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(sent, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def earlier_order(*, operator: User, key: str, sent: Mapping[str, Any]) -> Institution | None:
    """What this key ordered before; None when it did not.

    Raises Refused for another order under the same key, and where what it ordered is gone.
    """
    with public():
        used = ProgramOrder.objects.filter(operator_id=operator.pk)
        if used.filter(key=_forgotten(key), institution=None).exists():
            raise Refused(_gone())
        row = used.filter(key=key).select_related("institution").first()
        return _same(row, sent) if row else None


def order_by_program(
    *, operator: User, key: str, sent: Mapping[str, Any], order: InstitutionOrder, at: datetime
) -> tuple[Institution, bool]:
    """The institution, and whether it was ordered just now. Raises Refused and OrderRefused.

    Two that come at once with one key: the second waits for the first, and gets the same.
    """
    require(may_use_key(key))
    with public(), transaction.atomic():
        if before := earlier_order(operator=operator, key=key, sent=sent):
            return before, False
        row, made = ProgramOrder.objects.get_or_create(
            operator_id=operator.pk, key=key, defaults={"digest": digest_of(sent), "asked_at": at}
        )
        if not made:
            return _same(row, sent), False
        institution = place_order(order=order, at=at, by=operator)
        ProgramOrder.objects.filter(pk=row.pk).update(institution=institution)
        return institution, True


def forget_what_it_was_ordered_as(institution: Institution) -> None:
    """It is taken away: its key opens no second one, and does not say any more what was ordered under it."""
    for row in ProgramOrder.objects.filter(institution=institution):
        forgotten = {"institution": None, "digest": "", "key": _forgotten(row.key)}
        ProgramOrder.objects.filter(pk=row.pk).update(**forgotten)


def _forgotten(key: str) -> str:
    return hashlib.sha256(f"ordered under {key}".encode()).hexdigest()


def _same(row: ProgramOrder, sent: Mapping[str, Any]) -> Institution:
    if row.institution is None:
        raise Refused(_gone())
    if row.digest != digest_of(sent):
        raise Refused(
            no(
                "key_used_otherwise",
                _("Under this key something else was ordered."),
                _("Use a new key for a new order."),
            )
        )
    return row.institution


def _gone() -> Verdict:
    return no(
        "order_gone",
        _("What was ordered under this key is not there any more."),
        _("Use a new key for a new order."),
    )
