"""Operators need a second factor before anything else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]


def has_second_factor(request: HttpRequest) -> bool:
    return keeps_a_second_factor(request.user)


def keeps_a_second_factor(person: Any) -> bool:
    """An authenticator app or a passkey, in the schema at hand."""
    return bool(is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def require_second_factor(view: View) -> View:
    """Strangers go to the log-in page, people without an authenticator app to setting one up.

    Who has one was asked for it while logging in (allauth's AuthenticateStage): there is no way in without.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not has_second_factor(request):
            return _to_setting_up(request)
        return view(request, *args, **kwargs)

    return guarded


def _to_setting_up(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Please set up an authenticator app first: this place needs a second factor."))
    return redirect("mfa_activate_totp")
