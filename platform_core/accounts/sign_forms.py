"""allauth's forms with our words: no placeholders instead of labels, plain help, sensible limits."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.code_asking import AsksForACode

PASSWORD_HELP = _(
    "At least 9 characters. Three or four unrelated words are easy to remember and hard to guess."
)
CODE_HELP = _("Eight digits from the letter. You may paste them; the dash does not matter.")
CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class PlainWords(forms.BaseForm):
    """Gives every field its label, help and attributes. Placeholders go: they vanish when one needs them."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    attrs: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attrs.get(name, {}))
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if isinstance(field.widget, forms.PasswordInput):
                # A password of a million characters is a way to keep a server busy.
                field.max_length = settings.PASSWORD_MAX_LENGTH  # type: ignore[attr-defined]


EMAIL = _("E-mail")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("New password once more")
CODE = _("Code from the letter")
APP_CODE = _("Code from the app")


class SignInForm(PlainWords, allauth_forms.LoginForm):
    labels = {"login": EMAIL, "password": PASSWORD}
    attrs = {"login": {"autocomplete": "username", "autocapitalize": "off"}}


class SignUpForm(AsksForACode, PlainWords, allauth_forms.SignupForm):
    field_order = ["email", "name", "password1", "fourteen_or_older", "terms", "privacy"]
    labels = {"email": EMAIL, "password1": PASSWORD}
    helps = {
        "email": _("We send a code to this address. Nobody else sees it."),
        "name": _("A nickname is fine. It stands beside everything you write here."),
        "password1": PASSWORD_HELP,
    }

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As slow as making an account: otherwise the clock would tell who has one.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> Any:
        """The person, their address and their consent are written together or not at all."""
        with transaction.atomic():
            return super().save(request)


class ResetForm(AsksForACode, PlainWords, allauth_forms.ResetPasswordForm):
    labels = {"email": EMAIL}
    helps = {"email": _("The address you signed up with.")}


class NewPasswordForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    helps = {"password1": PASSWORD_HELP}


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Password you have now"), "password1": NEW_PASSWORD, "password2": AGAIN}
    helps = {"password1": PASSWORD_HELP}


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):
    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    helps = {"password1": PASSWORD_HELP}


class ChangeAddressForm(PlainWords, allauth_forms.AddEmailForm):
    labels = {"email": _("New e-mail")}
    helps = {"email": _("We send a code there first. Until you enter it, the old address stays.")}


class OtherAddressForm(PlainWords, allauth_forms.ChangeEmailForm):
    labels = {"email": EMAIL}


class ConfirmPasswordForm(PlainWords, allauth_forms.ReauthenticateForm):
    labels = {"password": PASSWORD}


class AddressCodeForm(PlainWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    labels = {"code": CODE}
    helps = {"code": CODE_HELP}
    attrs = {"code": CODE_ATTRS}


class ResetCodeForm(PlainWords, allauth_forms.ConfirmPasswordResetCodeForm):
    labels = {"code": CODE}
    helps = {"code": CODE_HELP}
    attrs = {"code": CODE_ATTRS}


class LetterCodeForm(AsksForACode, PlainWords, allauth_forms.RequestLoginCodeForm):
    labels = {"email": EMAIL}
    helps = {"email": _("The address you signed up with.")}
    attrs = {"email": {"autocomplete": "username", "autocapitalize": "off"}}


class LogInCodeForm(PlainWords, allauth_forms.ConfirmLoginCodeForm):
    labels = {"code": CODE}
    helps = {"code": CODE_HELP}
    attrs = {"code": CODE_ATTRS}
