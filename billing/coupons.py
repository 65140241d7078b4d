"""Coupons: made by an operator, used up by orders, withdrawn."""

from datetime import date, datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from billing import events
from billing.calendar import day_of_the_office
from billing.models import Coupon
from billing.money import check_amount
from platform_core.access import Refused, no
from platform_core.events.actions import record
from tenants.context import public


def make_coupon(
    *,
    code: str,
    at: datetime,
    percent: int = 0,
    amount: int = 0,
    currency: str = "KRW",
    bills: int = 1,
    most_uses: int = 1,
    ends_on: date | None = None,
    by: models.Model | None = None,
) -> Coupon:
    """`percent` or `amount` (smallest unit of `currency`) off, on so many bills. Codes are told apart without regard to case.

    Raises Refused: `code_taken`, `share_or_sum`, `past_date`, `negative_amount`.
    """
    check_amount(amount)
    if bool(percent) == bool(amount) or not 0 <= percent <= 100:
        raise Refused(no("share_or_sum", _("A coupon takes off a share or a sum: one of the two.")))
    if ends_on is not None and ends_on < day_of_the_office(at):
        raise Refused(no("past_date", _("This day is over.")))
    taken = Refused(no("code_taken", _("There is a coupon of this name already.")))
    with public(), transaction.atomic():
        if Coupon.objects.filter(code__iexact=code).exists():
            raise taken
        try:
            with transaction.atomic():
                made = Coupon.objects.create(
                    code=code,
                    percent=percent,
                    amount=amount,
                    currency=currency,
                    bills=bills,
                    most_uses=most_uses,
                    ends_on=ends_on,
                )
        except IntegrityError:
            raise taken from None
        record(events.COUPON_MADE, made, at=at, actor=by, code=code, percent=percent, amount=amount)
    return made


def withdraw_coupon(*, coupon: Coupon, at: datetime, by: models.Model | None = None) -> bool:
    """Nobody orders with it any more; what was ordered with it keeps it. False when it was withdrawn."""
    with public(), transaction.atomic():
        if not Coupon.objects.filter(pk=coupon.pk, withdrawn_at=None).update(withdrawn_at=at):
            return False
        record(events.COUPON_WITHDRAWN, coupon, at=at, actor=by, code=coupon.code)
    return True
