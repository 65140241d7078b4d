"""Ordering everything an institution is, at its own desk or at the console."""

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.sign_forms import CODE_ATTRS
from platform_core.text.fields import LineField
from tenants.moving.archive.sealing import SHORTEST_PASSPHRASE


class ExportForm(forms.Form):
    reason = LineField(
        label=_("What is it for?"),
        min_characters=5,
        max_characters=500,
        help_text=_("The institution reads it in its own history."),
    )
    passphrase = forms.CharField(
        label=_("Passphrase for what is secret"),
        required=False,
        min_length=SHORTEST_PASSPHRASE,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Seals what people need to sign in elsewhere as they do here. Without one it is left out, and everybody "
            "sets a new password there. It is not kept: write it down."
        ),
    )
    code = forms.CharField(
        label=_("Code from your authenticator app"),
        max_length=20,
        help_text=_("Asked once more, even though you are signed in."),
        widget=forms.TextInput(attrs=CODE_ATTRS),
    )
