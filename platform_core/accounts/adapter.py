"""How allauth behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.internal.cryptokit import generate_user_code
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from platform_core.access.place import in_public
from platform_core.accounts.guesses import PASSWORDS
from platform_core.accounts.landing import landing_of
from platform_core.accounts.rules import may_sign_up
from platform_core.accounts.signed_in import note_sign_in
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_name

# The words of these letters open an account: they are forgotten once sent.
SECRET_LETTERS = frozenset(
    {
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
        "account/email/password_reset_code",
        "account/email/login_code",
    }
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "incorrect_code": _("This is not the code we sent last. Please check it, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not the password you have now."),
        "too_many_login_attempts": _(
            "That did not work too many times. Please wait five minutes and try again."
        ),
        "rate_limited": _("One moment, please: a letter is already on its way. Try again in a minute."),
        "email_taken": _("Another account already uses this address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return may_sign_up(in_public()).allowed

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        user.name = form.cleaned_data["name"]  # type: ignore[attr-defined]
        user.language = get_language() or ""  # type: ignore[attr-defined]
        return super().save_user(request, user, form, commit)

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        if len(password) > settings.PASSWORD_MAX_LENGTH:
            raise ValidationError(_("Please choose a shorter password."), code="password_too_long")
        return super().clean_password(password, user)

    # --- Codes and letters ------------------------------------------------------

    def generate_email_verification_code(self) -> str:
        return generate_user_code(numeric=True, length=8)

    def generate_password_reset_code(self) -> str:
        return generate_user_code(numeric=True, length=8)

    def generate_login_code(self) -> str:
        return generate_user_code(numeric=True, length=8)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter; the worker carries it. Links lead to the institution's own address."""
        words = {
            **context,
            "email": email,
            "sender": sender_name(),
            "signup_url": home_address(reverse("account_signup")),
            "password_reset_url": home_address(reverse("account_reset_password")),
        }
        user = context.get("user")
        queue_letter(
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", words),
            body=render_to_string(f"{template_prefix}_message.txt", words),
            language=get_language() or "",
            user=user if getattr(user, "pk", None) else None,
            secret=template_prefix in SECRET_LETTERS,
        )

    # --- Ways in and on ---------------------------------------------------------

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_of(request.user)  # type: ignore[arg-type]

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **said: Any) -> HttpResponse:
        note_sign_in(request, user)  # type: ignore[arg-type]
        return super().post_login(request, user, **said)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def is_safe_url(self, url: str | None) -> bool:
        """Only this very host: a sibling institution is another house."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    # --- Guessing ----------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if PASSWORDS.seconds_to_wait(self.get_client_ip(request)):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        PASSWORDS.count_failure(self.get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By address alone: the cache key already carries the institution, and hosts have aliases."""
        return str(credentials.get("email", "")).lower()
