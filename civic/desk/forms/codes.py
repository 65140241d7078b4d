"""A batch of invitation codes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.identity.codes import CAN_CONFIRM, MOST_CODES
from civic.people.models import Confirmed
from platform_core.accounts.ages import children_from
from platform_core.text.fields import LineField

ACCOUNTS, GUARDIANS = "accounts", "guardians"


class CodesForm(forms.Form):
    """Where children are taken in it is asked first what the codes are for."""

    label = LineField(
        label=_("Whom they are for"),
        help_text=_("Such as: Haneul middle school, second year. Only staff see it."),
        max_characters=80,
    )
    use = forms.ChoiceField(
        label=_("What they are for"),
        help_text=_(
            "A guardian gets one at the counter, once you have seen a document that shows a grown-up. It confirms nothing else."
        ),
        choices=[
            (ACCOUNTS, _("People with an account: something is confirmed of them")),
            (GUARDIANS, _("Parents and guardians, so that a child can take part")),
        ],
        initial=ACCOUNTS,
        widget=forms.RadioSelect,
    )
    confirms = forms.TypedMultipleChoiceField(
        label=_("What a code confirms"),
        choices=[(kind.value, kind.label) for kind in CAN_CONFIRM],
        coerce=Confirmed,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    count = forms.IntegerField(label=pgettext_lazy("codes", "How many"), min_value=1, max_value=MOST_CODES)
    days = forms.IntegerField(label=_("Good for how many days"), min_value=1, max_value=365, initial=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not children_from():
            del self.fields["use"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("use") != GUARDIANS and not data.get("confirms"):
            self.add_error("confirms", _("Please tick what you know of these people."))
        if data.get("use") == GUARDIANS and data.get("confirms"):
            self.add_error(
                "confirms", _("A guardian's code confirms nothing of an account: tick nothing here.")
            )
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "label": data["label"],
            "confirms": data["confirms"],
            "for_guardians": data.get("use") == GUARDIANS,
            "count": data["count"],
            "until": timezone.now() + timedelta(days=data["days"]),
        }
