"""What administrators and operators type about money."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.gateway import offered
from billing.models import PlanVersion
from billing.models.subscriptions import Collection, Gateway
from billing.money import parse_amount, told
from billing.pricing import MOST_SEATS
from platform_core.access import Refused
from platform_core.text.fields import LineField

# 국세청: the last of ten digits checks the nine before.
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def is_registration_number(digits: str) -> bool:
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    numbers = [int(one) for one in digits]
    summed = sum(one * weight for one, weight in zip(numbers, _WEIGHTS, strict=False)) + numbers[8] * 5 // 10
    return (10 - summed % 10) % 10 == numbers[9]


class PartyForm(forms.Form):
    """As on the certificate of registration; everything may stay empty but what a tax invoice needs later."""

    name = LineField(label=_("Name on the bill"), max_characters=100)
    registration_number = LineField(
        label=_("Business registration number"),
        max_characters=12,
        required=False,
        help_text=_("Ten digits; without it no tax invoice can be written."),
    )
    representative = LineField(label=_("Representative"), max_characters=50, required=False)
    address = LineField(label=_("Address"), max_characters=200, required=False)
    business_type = LineField(label=_("Kind of business"), max_characters=50, required=False)
    business_item = LineField(label=_("Item of business"), max_characters=50, required=False)
    contact_name = LineField(label=_("Who receives bills"), max_characters=50, required=False)
    contact_email = forms.EmailField(label=_("E-mail for bills"), max_length=254, required=False)
    contact_phone = LineField(label=_("Telephone"), max_characters=30, required=False)
    po_number = LineField(label=_("Purchase order number"), max_characters=60, required=False)
    contract_number = LineField(label=_("Contract number"), max_characters=60, required=False)

    def clean_registration_number(self) -> str:
        digits = str(self.cleaned_data["registration_number"]).replace("-", "").replace(" ", "")
        if digits and not is_registration_number(digits):
            raise ValidationError(_("This number is not one: look at its digits."), code="not_a_number")
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if digits else ""


class ChoiceForm(forms.Form):
    """Which plan, how many seats more, and how it is paid."""

    version = forms.TypedChoiceField(
        label=pgettext_lazy("subscription", "Plan"), coerce=int, widget=forms.RadioSelect
    )
    seats = forms.IntegerField(
        label=_("More staff seats"), min_value=0, max_value=MOST_SEATS, initial=0, required=False
    )
    gateway = forms.ChoiceField(label=_("How it is paid"), required=False, widget=forms.RadioSelect)
    collection = forms.ChoiceField(label=_("How Stripe collects"), choices=Collection.choices, required=False)
    coupon = LineField(label=_("Coupon"), max_characters=40, required=False)

    def __init__(self, *args: Any, versions: list[PlanVersion], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [(one.pk, _labelled(one)) for one in versions]  # type: ignore[attr-defined]
        ways = [(name, Gateway(name).label) for name in offered()]
        self.fields["gateway"].choices = ways  # type: ignore[attr-defined]
        self.fields["gateway"].initial = ways[0][0]
        if not is_new or len(ways) == 1:
            del self.fields["gateway"], self.fields["collection"]
        if not is_new:
            del self.fields["coupon"]

    def clean_seats(self) -> int:
        return int(self.cleaned_data.get("seats") or 0)


def _labelled(version: PlanVersion) -> str:
    term = {"year": _("%s a year"), "month": _("%s a month")}[version.period]
    return f"{version.plan.label} · {term % told(version.price, version.currency)}"


class TransferForm(forms.Form):
    """A line of the bank's statement."""

    amount = LineField(label=_("Amount"), max_characters=30)
    came_on = forms.DateField(label=_("Day it came"), widget=forms.DateInput(attrs={"type": "date"}))
    reference = LineField(label=_("Reference on the statement"), max_characters=100, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self) -> int:
        try:
            return parse_amount(str(self.cleaned_data["amount"]), self.currency)
        except Refused as refused:
            raise ValidationError(str(refused), code=refused.verdict.code) from refused


class VoidForm(forms.Form):
    reason = LineField(label=_("Reason"), max_characters=500)
