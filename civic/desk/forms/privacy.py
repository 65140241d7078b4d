"""Naming the privacy officer, putting down a request, answering one, choosing how people are named."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.desk.forms.reason import REASON_LENGTH
from civic.people.queries import person_at, staff
from civic.privacy.models import Came, Wish
from platform_core.accounts.models import User
from platform_core.accounts.public_names import Naming, sample_names
from platform_core.text.fields import LineField, TextField

KEEP, TAKE_OUT = "keep", "take_out"
LONGEST_WORDS = 2_000


class OfficerForm(forms.Form):
    name = LineField(label=_("Name"), max_characters=50)
    title = LineField(label=_("Position"), max_characters=50, required=False)
    department = LineField(label=_("Department"), max_characters=100, required=False)
    phone = LineField(label=_("Telephone"), max_characters=30, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    account = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=_("Account"),
        empty_label=_("none: administrators do it"),
        help_text=_("Reads the log of looks and answers requests. Administrators may do so too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = staff()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("phone") and not data.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("People need a telephone number or an e-mail address."))
        return data


class RequestForm(forms.Form):
    """What came by telephone, letter or at the counter."""

    came = forms.ChoiceField(
        label=_("How it came"), choices=[one for one in Came.choices if one[0] != Came.ONLINE]
    )
    wish = forms.ChoiceField(label=_("What is asked for"), choices=Wish.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail of the account"),
        required=False,
        max_length=254,
        help_text=_("Empty for somebody without an account here."),
    )
    name = LineField(label=_("Name"), max_characters=50, required=False)
    contact = LineField(label=_("How to reach them"), max_characters=200, required=False)
    words = TextField(
        label=_("In their words"),
        required=False,
        max_characters=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["person"] = None
        if address := data.get("email"):
            data["person"] = person_at(address)
            if data["person"] is None:
                self.add_error("email", _("Nobody has an account with this address here."))
        elif not (data.get("name") and data.get("contact")) and "email" not in self.errors:
            self.add_error("name", _("Please give a name, and how to reach them."))
        return data


class AnswerForm(forms.Form):
    is_done = forms.ChoiceField(
        label=pgettext_lazy("of a request", "Outcome"),
        choices=[("yes", pgettext_lazy("of a request", "Done")), ("no", _("Refused, with the reason"))],
        widget=forms.RadioSelect,
    )
    writings = forms.ChoiceField(
        label=_("What they wrote"),
        choices=[
            ("", _("Nothing is erased by this form")),
            (TAKE_OUT, _("Close the account and take their texts out")),
            (KEEP, _("Close the account and keep their texts unsigned")),
        ],
        required=False,
        help_text=_("As they asked. It cannot be undone."),
    )
    words = TextField(
        label=_("What they are told"),
        required=False,
        max_characters=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, erases: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not erases:
            del self.fields["writings"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("is_done") == "no" and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please give a reason."))
        return data

    def keep_writings(self) -> bool | None:
        return {KEEP: True, TAKE_OUT: False}.get(self.cleaned_data.get("writings", ""))


class NamingForm(forms.Form):
    naming = forms.ChoiceField(label=_("People are named"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naming"].choices = [  # type: ignore[attr-defined]
            (one.value, f"{one.label} – {sample}") for one, sample in sample_names()
        ]

    def chosen(self) -> Naming:
        return Naming(self.cleaned_data["naming"])
