"""Sums of money: whole numbers in the currency's smallest unit, with the currency beside them. Won have no decimals."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from billing.models import Currency
from platform_core.access import Refused, no

# ISO 4217: how many digits stand behind the point.
DECIMALS = {Currency.KRW.value: 0, Currency.JPY.value: 0, Currency.USD.value: 2, Currency.EUR.value: 2}
SIGNS = {Currency.KRW.value: "₩", Currency.JPY.value: "¥", Currency.USD.value: "US$", Currency.EUR.value: "€"}
VAT_PERCENT = 10
# Larger than any contract of a city, far smaller than the column.
LARGEST = 10**14
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")


def parse_amount(text: str, currency: str) -> int:
    """What a person typed (“4,800,000”, “12.50”), in the smallest unit.

    Raises Refused: `not_an_amount`, `negative_amount`, `fraction_of_unit` (half a won), `amount_too_large`.
    """
    bare = text.strip().replace(",", "").replace(" ", "").removeprefix(SIGNS[currency]).removesuffix("원")
    if not _NUMBER.fullmatch(bare):
        raise Refused(no("not_an_amount", _("This is not an amount of money."), _("Write digits only.")))
    units = Decimal(bare).scaleb(DECIMALS[currency])
    if units != units.to_integral_value():
        sentence = _("There is no such fraction of %s.") % currency
        raise Refused(no("fraction_of_unit", sentence, _("Leave out what is behind the point.")))
    return check_amount(int(units))


def check_amount(amount: int) -> int:
    if amount < 0:
        raise Refused(no("negative_amount", _("An amount cannot be below zero.")))
    if amount > LARGEST:
        raise Refused(no("amount_too_large", _("This amount is too large to be right.")))
    return amount


def require_currency(given: str, wanted: str) -> None:
    if given != wanted:
        sentence = _("This is in %(given)s, the bill in %(wanted)s.") % {"given": given, "wanted": wanted}
        raise Refused(no("wrong_currency", sentence))


def vat_on(net: int, percent: int = VAT_PERCENT) -> int:
    """부가가치세; what is below the smallest unit is left out (국고금 관리법 제47조)."""
    return net * percent // 100


def bare_amount(amount: int, currency: str) -> str:
    """As one would type it: 4800000 or 12.50."""
    places = DECIMALS[currency]
    return f"{Decimal(amount).scaleb(-places):.{places}f}"


def told(amount: int, currency: str) -> str:
    """₩4,800,000 or US$12.50; what is given back with its sign in front."""
    places = DECIMALS[currency]
    sign = "−" if amount < 0 else ""
    return f"{sign}{SIGNS[currency]}{Decimal(abs(amount)).scaleb(-places):,.{places}f}"
