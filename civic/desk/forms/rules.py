"""Forms around the rules: naming a process, publishing with a reason."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField
from civic.processes.presets import Preset, preset, preset_keys
from platform_core.text.fields import LineField, TextField

NAME_LENGTH = 40
SUMMARY_LENGTH = 200


def _name_field() -> LineField:
    return LineField(
        label=_("Name of the process"),
        help_text=_("As people read it, such as “Citizens' proposals” or “Participatory budget 2027”."),
        max_characters=NAME_LENGTH,
        validators=[MaxLengthValidator(NAME_LENGTH)],
    )


class NewProcessForm(forms.Form):
    """A preset to begin with, and a name."""

    preset = forms.ChoiceField(label=_("Rules to begin with"))
    name = _name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presets: list[Preset] = sorted(
            (preset(key) for key in preset_keys()), key=lambda one: (list_place(one), one.name)
        )
        self.fields["preset"].choices = [(one.key, one.name) for one in self.presets]  # type: ignore[attr-defined]


def list_place(one: Preset) -> int:
    """Kinds of process in the order in which they are known."""
    return list(type(one.track)).index(one.track)


class DescriptionForm(forms.Form):
    name = _name_field()
    summary = TextField(
        label=_("What it is for, in one or two sentences"),
        max_characters=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublicationForm(forms.Form):
    """`seen` and `seen_number`: the edition of the draft and the version it was compared with."""

    reason = ReasonField(label=_("Reason for the change, for everyone to read"))
    brings_along = forms.BooleanField(
        label=_("Bring open items along"),
        help_text=_(
            "Otherwise what has begun keeps the rules it began under. Either way everybody can read what was chosen."
        ),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    seen_number = forms.IntegerField(widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    notice = ReasonField(
        label=_("Public notice"),
        help_text=_("Everybody reads it: what was wrong, what is corrected, and since when it was known."),
        error_messages={"required": _("Please say to everybody what is corrected and why.")},
    )
