"""A name of one's own, and a sender of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField


class DomainForm(forms.Form):
    domain = LineField(
        label=_("Address"),
        help_text=_("Without https://, for example: talk.haneul.go.kr"),
        max_characters=253,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
        error_messages={"required": _("Please write the address.")},
    )

    def clean_domain(self) -> str:
        """As people copy it from a browser."""
        typed: str = self.cleaned_data["domain"].strip().lower()
        return typed.removeprefix("https://").removeprefix("http://").partition("/")[0].rstrip(".")


class SenderForm(forms.Form):
    address = forms.EmailField(
        label=_("Sender's address"),
        help_text=_("For example: no-reply@haneul.go.kr. Answers to it go to your own mail server."),
        max_length=254,
        error_messages={"required": _("Please write the address.")},
    )
