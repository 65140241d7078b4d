"""allauth's second-factor forms with our words."""

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.sign_forms import APP_CODE, CODE_ATTRS, PlainWords

APP_HELP = _("Six digits from your authenticator app.")
APP_OR_RECOVERY_HELP = _("Six digits from your authenticator app, or one of your recovery codes.")


class SecondStepForm(PlainWords, base_forms.AuthenticateForm):
    labels = {"code": APP_CODE}
    helps = {"code": APP_OR_RECOVERY_HELP}
    attrs = {"code": CODE_ATTRS}


class ConfirmCodeForm(PlainWords, base_forms.ReauthenticateForm):
    labels = {"code": APP_CODE}
    helps = {"code": APP_OR_RECOVERY_HELP}
    attrs = {"code": CODE_ATTRS}


class ActivateForm(PlainWords, totp_forms.ActivateTOTPForm):
    labels = {"code": APP_CODE}
    helps = {"code": APP_HELP}
    attrs = {"code": CODE_ATTRS}


class PasskeyForm(PlainWords, passkey_forms.AddWebAuthnForm):
    labels = {"name": _("A name for it")}
    helps = {"name": _("So that you know it again: my phone, the computer at home.")}
