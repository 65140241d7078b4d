"""What is asked of somebody who takes part without an account: where a code may be sent, and a yes."""

from typing import Any

from allauth.account.forms import EmailField
from django import forms
from django.utils.translation import gettext_lazy as _

from civic.identity.texting import number_of, text_service
from platform_core.accounts.code_asking import AsksForACode
from platform_core.accounts.forms import KEEP, REMOVE
from platform_core.accounts.sign_forms import CODE, CODE_ATTRS, CODE_HELP
from platform_core.text.fields import LineField


class AddressForm(AsksForACode, forms.Form):
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

    phone = LineField(
        label=_("Or: mobile phone"),
        help_text=_("We send the code by text message. The number is not kept."),
        max_characters=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["email", "phone", "agreed"])
        if text_service() is None:
            del self.fields["phone"]
        else:
            self.fields["email"].required = False

    def clean_phone(self) -> str:
        said: str = self.cleaned_data["phone"]
        number = number_of(said)
        if said and not number:
            raise forms.ValidationError(_("This is not the number of a mobile phone."))
        return number

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.to:
            self.add_error("email", _("An e-mail address or a mobile phone is needed."))
        return super().clean()

    @property
    def to(self) -> str:
        """Where the code goes."""
        return str(self.cleaned_data.get("email") or "").lower() or self.cleaned_data.get("phone", "")


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
