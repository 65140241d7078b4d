"""Whom to look for, and what has been seen of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.people.confirming import OLDEST
from civic.people.models import Confirmed, Means


class FindPersonForm(forms.Form):
    """The whole address: nobody leafs through citizens here."""

    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("Ask the person for it. Only the whole address finds somebody."),
        max_length=254,
    )


class ConfirmForm(forms.Form):
    kinds = forms.TypedMultipleChoiceField(
        label=_("What you have seen"),
        choices=[
            (Confirmed.IDENTITY.value, _("A document with picture and name: it is this person")),
            (Confirmed.AGE.value, _("The date of birth on it (give the age below)")),
            (Confirmed.RESIDES.value, _("An address here, where the person lives")),
            (Confirmed.WORKS.value, _("That the person works here")),
            (Confirmed.STUDIES.value, _("That the person studies here")),
        ],
        coerce=Confirmed,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick what you have seen.")},
    )
    full_years = forms.IntegerField(
        label=_("Age in full years today"),
        help_text=_("The date of birth itself is not kept."),
        min_value=0,
        max_value=OLDEST,
        required=False,
    )
    means = forms.TypedChoiceField(
        label=_("How"), choices=Means.choices, coerce=Means, widget=forms.RadioSelect, initial=Means.IN_PERSON
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sees_age = Confirmed.AGE in data.get("kinds", [])
        if sees_age and data.get("full_years") is None and "full_years" not in self.errors:
            self.add_error("full_years", _("Please give the age in full years."))
        return data
