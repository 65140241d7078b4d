"""What administrators fill in: how to begin, what a draft says, from when it is worn."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import TextField
from themes.catalogue import catalogue

LONGEST_NOTE = 300


def catalogue_choices() -> list[tuple[str, str]]:
    korean = (get_language() or "").startswith("ko")
    return [(key, theme.name_ko if korean else theme.name) for key, theme in catalogue().items()]


class BeginningForm(forms.Form):
    """A finished theme to begin a draft from."""

    base = forms.ChoiceField(label=_("Finished theme"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].choices = catalogue_choices()  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A theme saved as a file, here or in another city."""

    file = forms.FileField(
        label=_("Theme file"),
        help_text=_("A file that was saved here or at another institution: its name ends in .toml."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )


class PublicationForm(forms.Form):
    """`seen` is the edition of the draft that the person has before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = TextField(
        max_characters=LONGEST_NOTE,
        required=False,
        label=_("Note"),
        help_text=_("Why it changes: your colleagues read it in the history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    begins_at = forms.DateTimeField(
        required=False,
        label=pgettext_lazy("theme", "Begins"),
        help_text=_("Leave it empty to publish at once. A later moment begins by itself."),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give the day and the time, such as 2026-03-01 09:00.")},
    )


class ReturnForm(forms.Form):
    note = TextField(
        max_characters=LONGEST_NOTE,
        required=False,
        label=_("Note"),
        help_text=_("Why it changes: your colleagues read it in the history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SharingForm(forms.Form):
    """`seen`: the digest of the file that stands on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    about = TextField(
        label=_("What others should know about it"),
        max_characters=500,
        required=False,
        help_text=_("For what it was made, and how it went."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
