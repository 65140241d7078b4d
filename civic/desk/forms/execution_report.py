"""A report with its photographs. Without a script: a fixed number of places for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.execution import says_something
from civic.desk.forms.reason import ReasonField
from civic.execution.models import Moment, ProgressKind
from civic.journeys.carry_out import Picture
from platform_core.files.kinds import ACCEPT
from platform_core.files.names import display_name
from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import take_in
from platform_core.text.fields import LineField, TextField

PLACES = 4
LONGEST_ALT = 300
_ALT_HELP = _("For people who do not see it, and for search. Say what one sees.")


class PictureFields(forms.Form):
    """One place for a photograph or a document; empty is fine."""

    file = forms.FileField(
        label=_("Photograph or document"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    moment = forms.ChoiceField(
        label=_("When it was taken"), required=False, choices=[("", _("does not matter")), *Moment.choices]
    )
    alt = LineField(
        label=_("What the photograph shows"),
        help_text=_ALT_HELP,
        required=False,
        max_characters=LONGEST_ALT,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("file")
        if not upload:
            return data
        try:
            taken = take_in(upload.name, upload)
        except RefusedFile as refusal:
            self.add_error("file", f"{display_name(upload.name)}: {refusal.sentence}")
            return data
        if taken.is_image and not data.get("alt"):
            self.add_error("alt", _("Please say in words what this photograph shows."))
            self.add_error("file", _("Please choose the file once more."))
            return data
        data["picture"] = Picture(taken, data.get("moment", ""), data.get("alt", ""))
        return data


class FileForm(PictureFields):
    """One file beside the plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What you report"),
        choices=[(one, one.label) for one in (ProgressKind.PROGRESS, ProgressKind.OUTCOME)],
        widget=forms.RadioSelect,
    )
    body = TextField(
        label=_("Report"),
        help_text=_("What was done, what comes next, what changed for people."),
        max_characters=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    finished = forms.BooleanField(
        label=_("This is finished: close everything that is carried out together"),
        help_text=_("Its outcome has been told, and every milestone is done or dropped."),
        required=False,
    )

    def clean_body(self) -> str:
        return says_something(self.cleaned_data["body"])


class SharingForm(forms.Form):
    """Another item that is carried out by the same work."""

    number = forms.IntegerField(label=_("Number of the other proposal"), min_value=1)
    reason = ReasonField(label=_("Why they are carried out together"))


def picture_places(data: Any = None, files: Any = None) -> list[PictureFields]:
    return [PictureFields(data, files, prefix=f"picture{place}") for place in range(1, PLACES + 1)]
