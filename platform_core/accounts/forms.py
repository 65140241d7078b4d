"""Forms about oneself. Those that extend allauth's are in sign_forms.py (it imports this file)."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.consent import record_consent
from platform_core.accounts.models import User
from platform_core.accounts.names import NameField


class NameForm(forms.Form):
    """What sign-up asks beyond address and password. allauth builds its own form on top of this one."""

    name = NameField()
    fourteen_or_older = forms.BooleanField(
        label=_("I am old enough for an account here."),
        error_messages={
            "required": _(
                "An account needs a certain age. Younger people can ask the institution how to propose."
            )
        },
    )
    terms = forms.BooleanField(
        label=_("I agree to the terms of use."),
        error_messages={"required": _("You can take part once you have agreed to the terms of use.")},
    )
    privacy = forms.BooleanField(
        label=_("I agree that my personal data is used as described."),
        error_messages={"required": _("We cannot make an account without keeping your address.")},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth in the transaction that creates the person (see SignUpForm.save)."""
        record_consent(user=user, at=timezone.now())


class RenameForm(forms.Form):
    name = NameField()


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of pages and letters"))

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, get_language_info(code)["name_local"]) for code in languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


KEEP, REMOVE = "keep", "remove"


class LeaveForm(forms.Form):
    """What happens to one's writings, and the password as a signature."""

    writings = forms.ChoiceField(
        label=_("What should happen to what you wrote?"),
        choices=[
            (KEEP, _("Keep it. It stays readable, signed “Citizen who left”.")),
            (REMOVE, _("Remove it. Your proposals and comments are no longer shown.")),
        ],
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=settings.PASSWORD_MAX_LENGTH,
        help_text=_("So that nobody else can close your account on this device."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, is_fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.is_fresh = user, is_fresh
        if not user.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        if "password" not in self.fields and not self.is_fresh:
            raise forms.ValidationError(
                _(
                    "So that nobody else closes your account on this device: log out, log in again, and come back."
                ),
                code="log_in_again",
            )
        return super().clean() or self.cleaned_data

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."), code="wrong_password")
        return password

    @property
    def keeps_writings(self) -> bool:
        return bool(self.cleaned_data["writings"] == KEEP)
