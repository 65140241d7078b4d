"""From which day to which one statistics are shown."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.efficacy.daily import MEASURES

LONGEST = 366
USUAL = 30


class RangeForm(forms.Form):
    """A GET form: what cannot be read is told, and the usual range shown instead."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    measure = forms.ChoiceField(label=_("Drawn"), choices=list(MEASURES.items()))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last:
            if first > last:
                self.add_error("last", _("The range ends before it begins."))
            elif (last - first).days >= LONGEST:
                self.add_error(
                    "first",
                    _("At most %(days)s days at once. For years there is the page for everybody.")
                    % {"days": LONGEST},
                )
        return cleaned


def asked(data: Any, yesterday: date) -> tuple[RangeForm, date, date, str]:
    """The form, and the range and measure that are shown: those of the last thirty days when it is not right."""
    usual = {
        "first": (yesterday - timedelta(days=USUAL - 1)).isoformat(),
        "last": yesterday.isoformat(),
        "measure": next(iter(MEASURES)),
    }
    form = RangeForm({name: data.get(name) or value for name, value in usual.items()})
    if form.is_valid():
        found = form.cleaned_data
        return form, found["first"], found["last"], found["measure"]
    return form, date.fromisoformat(usual["first"]), yesterday, usual["measure"]
