"""What is asked of somebody who takes part without an account: where a code may be sent, and a yes."""

from allauth.account.forms import EmailField
from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.forms import KEEP, REMOVE
from platform_core.accounts.sign_forms import CODE, CODE_ATTRS, CODE_HELP
from platform_core.text.fields import LineField


class AddressForm(forms.Form):
    email = EmailField(
        label=_("E-mail"),
        help_text=_(
            "We send a code there. The address is not kept, only what tells whether it is the same again."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
    )
    agreed = forms.BooleanField(
        label=_("I agree to the terms of use, and that my data is used as described."),
        error_messages={"required": _("You can take part once you have agreed.")},
    )


class CodeForm(forms.Form):
    code = LineField(
        label=CODE, help_text=CODE_HELP, max_characters=40, widget=forms.TextInput(attrs=CODE_ATTRS)
    )


class ForgetForm(forms.Form):
    writings = forms.ChoiceField(
        label=_("What should happen to what you wrote?"),
        choices=[
            (KEEP, _("Keep it. It stays readable, signed “Citizen who left”.")),
            (REMOVE, _("Remove it. Your comments are no longer shown.")),
        ],
        widget=forms.RadioSelect,
    )
