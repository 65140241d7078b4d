"""Signing up without an account: a name, one way to be reached, and consent to what is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.gatherings.fields import PhoneField
from civic.gatherings.models import Gathering
from platform_core.text.fields import LineField

LONGEST_NAME, LONGEST_ANSWER = 40, 200


class AnswersMixin(forms.Form):
    """The gathering's own questions: all may be left open."""

    gathering: Gathering

    def add_questions(self, gathering: Gathering) -> None:
        self.gathering = gathering
        for number, question in enumerate(gathering.questions):
            self.fields[f"answer_{number}"] = LineField(
                required=False,
                max_characters=LONGEST_ANSWER,
                label=question,
                help_text=_("You may leave this open."),
            )

    def answers(self) -> list[str]:
        return [self.cleaned_data.get(f"answer_{n}", "") for n in range(len(self.gathering.questions))]


class ConsentForm(AnswersMixin):
    """What a member fills in: nothing but answers and the tick."""

    consent = forms.BooleanField(
        label=_("I agree that this is kept until the day named above"),
        error_messages={"required": _("Without your agreement we may not put you on the list.")},
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", gathering.consent_version)
        self.add_questions(gathering)
        names = list(self.fields)
        last = [name for name in names if name in ("consent", "version")]
        self.order_fields([name for name in names if name not in last] + last)


class GuestForm(ConsentForm):
    """What somebody without an account fills in."""

    name = LineField(
        max_characters=LONGEST_NAME,
        label=_("Name"),
        help_text=_("As you would say it at the door."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please tell us a name.")},
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_("E-mail address"),
        help_text=_("We send you an address to confirm. You need only one of the two."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        required=False,
        label=_("Telephone number"),
        help_text=_("If you have no mail: we call you when something changes."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("email") and not data.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("email", _("Please give an e-mail address or a telephone number."))
        # Only one is needed, so only one is kept.
        if data.get("email"):
            data["phone"] = ""
        return data
