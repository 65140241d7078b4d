"""A day on which nobody works here, and why."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField


class ClosureForm(forms.Form):
    """What the rule says of the day is added by the view: the rule is asked, not repeated."""

    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Please choose a day."),
            "invalid": _("Please write the day as year-month-day."),
        },
    )
    reason = ReasonField(
        label=_("Reason everyone can read"), help_text=_("For example the institution's anniversary.")
    )

    def __init__(self, *args: Any, tomorrow: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].widget.attrs["min"] = tomorrow.isoformat()
