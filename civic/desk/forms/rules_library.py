"""Forms of the library of rules: a word to the others, and a name for what is taken."""

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.rules import NAME_LENGTH
from platform_core.text.fields import LineField, TextField


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


class TakingForm(forms.Form):
    name = LineField(label=_("Name of the process"), max_characters=NAME_LENGTH)
