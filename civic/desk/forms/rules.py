"""Forms around the rules: naming a process, publishing with a reason."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField
from civic.processes.models import Process
from civic.processes.presets import Preset, preset, preset_keys
from platform_core.text.fields import LineField, TextField
from platform_core.ui.context import languages
from tenants.connection import connection

NAME_LENGTH = 40
SUMMARY_LENGTH = 200


def _name_field() -> LineField:
    return LineField(
        label=_("Name of the process"),
        help_text=_("As people read it, such as “Citizens' proposals” or “Participatory budget 2027”."),
        max_characters=NAME_LENGTH,
        validators=[MaxLengthValidator(NAME_LENGTH)],
    )


def _summary_field() -> TextField:
    return TextField(
        label=_("What it is for, in one or two sentences"),
        max_characters=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
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
    """Name and description of a process, in each language of the institution, its first one first."""

    name = _name_field()
    summary = _summary_field()

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": process.name, "summary": process.summary}
        super().__init__(*args, **kwargs)
        _first, *others = languages(tuple(connection.tenant.languages))
        self.others = [code for code, _own_name in others]
        for code, own_name in others:
            name, summary = _name_field(), _summary_field()
            name.required = False
            name.label = _("Name of the process (%(language)s)") % {"language": own_name}
            summary.label = _("What it is for (%(language)s)") % {"language": own_name}
            name.help_text = summary.help_text = _("Empty: what stands above is shown.")
            name.initial, summary.initial = process.names.get(code, ""), process.summaries.get(code, "")
            self.fields |= {f"name_{code}": name, f"summary_{code}": summary}
        self.before = {"name": process.names, "summary": process.summaries}

    def said(self) -> dict[str, Any]:
        """What describe_process is told; words in languages that are not on the page stay."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "summary": data["summary"],
            "names": self._in_other_languages("name"),
            "summaries": self._in_other_languages("summary"),
        }

    def _in_other_languages(self, field: str) -> dict[str, str]:
        typed = {code: self.cleaned_data[f"{field}_{code}"] for code in self.others}
        return {code: text for code, text in {**self.before[field], **typed}.items() if text}


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
