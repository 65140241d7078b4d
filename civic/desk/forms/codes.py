"""A batch of invitation codes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.identity.codes import CAN_CONFIRM, MOST_CODES
from civic.people.models import Confirmed
from platform_core.text.fields import LineField


class CodesForm(forms.Form):
    label = LineField(
        label=_("Whom they are for"),
        help_text=_("Such as: Haneul middle school, second year. Only staff see it."),
        max_characters=80,
    )
    confirms = forms.TypedMultipleChoiceField(
        label=_("What a code confirms"),
        choices=[(kind.value, kind.label) for kind in CAN_CONFIRM],
        coerce=Confirmed,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick what you know of these people.")},
    )
    count = forms.IntegerField(label=pgettext_lazy("codes", "How many"), min_value=1, max_value=MOST_CODES)
    days = forms.IntegerField(label=_("Good for how many days"), min_value=1, max_value=365, initial=60)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "label": data["label"],
            "confirms": data["confirms"],
            "count": data["count"],
            "until": timezone.now() + timedelta(days=data["days"]),
        }
