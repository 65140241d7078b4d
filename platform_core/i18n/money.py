"""Amounts of public money, in whole units of the currency of the institution's country."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from platform_core.access.place import institution_here

EURO = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split()
# ISO 3166 to ISO 4217, for the countries whose holidays are counted today; others show the bare number.
CURRENCIES = {
    "KR": "KRW",
    "US": "USD",
    "GB": "GBP",
    "JP": "JPY",
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
    "CH": "CHF",
    **dict.fromkeys(EURO, "EUR"),
}
SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$"}


def currency_here() -> str:
    """ISO 4217 code; "" in a country whose currency is not known here."""
    return CURRENCIES.get(getattr(institution_here(), "country", ""), "")


def money(amount: int) -> str:
    """‘1,200,000 won’, ‘$1,200,000’, ‘CHF 1,200,000’"""
    currency, number = currency_here(), intcomma(amount)
    if currency == "KRW":
        return _("%(amount)s won") % {"amount": number}
    if currency in SIGNS:
        return f"{SIGNS[currency]}{number}"
    return f"{currency} {number}".strip()
