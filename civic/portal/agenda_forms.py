"""What a volunteer states, and nothing more; what a member says in the room."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from civic.agenda.models import AgeBand, Call, Choice, Sex
from platform_core.text.fields import LineField, TextField

LONGEST_REASON = 300


class VolunteerForm(forms.Form):
    name = LineField(
        label=_("Your name"),
        help_text=_("So that we know whom to ask when you are drawn. It is not published."),
        max_characters=50,
        validators=[MaxLengthValidator(100)],
    )
    phone = LineField(
        label=_("Phone number"),
        help_text=_("Only if you like to be called rather than written to."),
        max_characters=20,
        validators=[MaxLengthValidator(30)],
        required=False,
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    age = forms.ChoiceField(label=_("Age"), choices=AgeBand.choices)
    region = forms.ChoiceField(label=_("Where you live"), required=False)
    is_named = forms.BooleanField(
        label=_("If I am drawn, my name may stand on the public page of the committee."), required=False
    )
    has_consented = forms.BooleanField(
        label=_("I agree that this is kept for the draw, and destroyed when it is over."),
        error_messages={"required": _("Without your consent we may not keep what you stated.")},
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if call.regions:
            self.fields["region"].choices = [  # type: ignore[attr-defined]
                ("", _("I do not say")),
                *((one, one) for one in call.regions),
            ]
        else:
            del self.fields["region"]


class BallotForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Several stand on one page.
        self.auto_id = f"{self.prefix}_%s" if self.prefix else "ballot_%s"


class ConflictForm(forms.Form):
    reason = TextField(
        label=_("What ties you to it"),
        help_text=_("Everybody can read this."),
        max_characters=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please give a reason.")},
    )
