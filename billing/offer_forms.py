"""What operators type about what is sold: versions of plans, coupons, the end of a trial."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models import Currency, Period, Plan, PlanVersion
from billing.money import bare_amount, parse_amount
from platform_core.access import Refused
from platform_core.text.fields import LineField
from tenants.entitlements import AMOUNTS, SUPPORT, SUPPORT_LEVELS, SWITCHES

LARGEST_NUMBER = 10**9
# What the form of a plan's first version begins with.
FIRST: dict[str, Any] = {
    **dict.fromkeys(SWITCHES, True),
    "currency": Currency.KRW,
    "period": Period.YEAR,
    SUPPORT: "community",
}


def amount_in(form: forms.Form, name: str, currency: str) -> int:
    """What was typed there, in the smallest unit; 0 with what is wrong written at the field."""
    try:
        return parse_amount(str(form.cleaned_data.get(name) or "0"), currency)
    except Refused as refused:
        form.add_error(name, ValidationError(str(refused), code=refused.verdict.code))
        return 0


class PlanForm(forms.Form):
    """What a plan is called: one name for all, and another in a language where it has one."""

    code = forms.SlugField(
        label=_("Short name"),
        max_length=30,
        help_text=_(
            "Latin letters, digits and hyphens; blueprints name the plan by it. It cannot be changed."
        ),
    )
    name = LineField(label=pgettext_lazy("of a plan", "Name"), max_characters=60)

    def __init__(self, *args: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            named = {f"name_{code}": plan.names.get(code, "") for code, _label in settings.LANGUAGES}
            kwargs["initial"] = {"name": plan.name, **named}
        super().__init__(*args, **kwargs)
        if plan is not None:
            del self.fields["code"]
        for code, label in settings.LANGUAGES:
            self.fields[f"name_{code}"] = LineField(
                label=_("Name in %s") % label, max_characters=60, required=False
            )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).lower()
        if code == "new":
            raise ValidationError(_("Take another one: this is part of an address."), code="reserved")
        return code

    @property
    def names(self) -> dict[str, str]:
        said = {code: self.cleaned_data[f"name_{code}"] for code, _label in settings.LANGUAGES}
        return {code: name for code, name in said.items() if name}


class VersionForm(forms.Form):
    """What a version of a plan costs and holds. `version` (not saved) is what was typed."""

    price = LineField(label=_("Price, without tax"), max_characters=30)
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    period = forms.ChoiceField(label=_("For a term of"), choices=Period.choices)
    seat_price = LineField(label=_("One more staff seat, for a term"), max_characters=30, required=False)
    reason = LineField(
        label=_("Reason"),
        max_characters=500,
        help_text=_("Kept with the version; institutions do not read it."),
    )

    def __init__(self, *args: Any, plan: Plan, like: PlanVersion | None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(like) if like else FIRST
        super().__init__(*args, **kwargs)
        self.plan = plan
        for key, label in SWITCHES.items():
            self.fields[key] = forms.BooleanField(label=str(label), required=False)
        for key, label in AMOUNTS.items():
            self.fields[key] = forms.IntegerField(
                label=str(label),
                min_value=0,
                max_value=LARGEST_NUMBER,
                required=False,
                help_text=_("Empty: without limit."),
                initial=like.entitlements.get(key) if like else None,
            )
        self.fields[SUPPORT] = forms.ChoiceField(
            label=pgettext_lazy("by the operator", "Support"), choices=list(SUPPORT_LEVELS.items())
        )
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        currency = self.cleaned_data.get("currency")
        if currency:
            for name in ("price", "seat_price"):
                if name not in self.errors:
                    self.cleaned_data[name] = amount_in(self, name, currency)
        return self.cleaned_data

    @property
    def entitlements(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in (*SWITCHES, *AMOUNTS, SUPPORT)}

    @property
    def version(self) -> PlanVersion:
        named = ("price", "currency", "period", "seat_price", "reason")
        typed = {name: self.cleaned_data[name] for name in named}
        return PlanVersion(plan=self.plan, entitlements=self.entitlements, **typed)


def _initial(like: PlanVersion) -> dict[str, Any]:
    allowed = like.entitlements
    return {
        "price": bare_amount(like.price, like.currency),
        "seat_price": bare_amount(like.seat_price, like.currency),
        "currency": like.currency,
        "period": like.period,
        **{key: allowed.get(key, True) for key in SWITCHES},
        SUPPORT: allowed.get(SUPPORT, "community"),
    }


class CouponForm(forms.Form):
    code = LineField(
        label=pgettext_lazy("of a coupon", "Code"),
        max_characters=40,
        help_text=_("Letters, digits and hyphens."),
    )
    percent = forms.IntegerField(label=_("Percent taken off"), min_value=1, max_value=100, required=False)
    amount = LineField(
        label=_("Or a sum taken off"), max_characters=30, required=False, help_text=_("One of the two.")
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices, required=False)
    bills = forms.IntegerField(label=_("On how many bills"), min_value=1, max_value=120, initial=1)
    most_uses = forms.IntegerField(
        label=_("How many institutions may use it"), min_value=1, max_value=10_000, initial=1
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).upper()
        if not (code.isascii() and code.replace("-", "").isalnum()):
            raise ValidationError(_("Letters, digits and hyphens only."), code="no_code")
        return code

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["currency"] = given.get("currency") or Currency.KRW.value
        given["percent"] = given.get("percent") or 0
        if "amount" not in self.errors:
            given["amount"] = amount_in(self, "amount", given["currency"])
        return given


class TrialForm(forms.Form):
    ends_on = forms.DateField(label=_("The trial ends"), widget=forms.DateInput(attrs={"type": "date"}))
