"""My account: name, address, language, password, second factor, sessions, leaving."""

import time
from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.views import confirm_login_code, request_login_code
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from platform_core.access.place import in_public, institution_here
from platform_core.accounts.actions import change_language, change_name, sign_out_elsewhere, withdraw_from
from platform_core.accounts.consent import versions_in_force
from platform_core.accounts.forms import LanguageForm, LeaveForm, RenameForm
from platform_core.accounts.models import User
from platform_core.accounts.rules import may_withdraw
from platform_core.accounts.signed_in import devices_of, end_session
from platform_core.outbound.actions import DAYS_LETTERS_ARE_KEPT
from platform_core.outbound.sender import sender_name
from platform_core.web.middleware.language import spoken_languages

LATELY_SECONDS = 10 * 60
ONE_YEAR = 365 * 24 * 60 * 60  # seconds


@login_required
def account(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    language_form = LanguageForm(
        languages=spoken_languages(request), initial={"language": user.language or get_language()}
    )
    return render(
        request,
        "account/home.html",
        {
            "address": EmailAddress.objects.filter(user=user, primary=True).first(),
            "new_address": EmailAddress.objects.filter(user=user, verified=False, primary=False).first(),
            "language_form": language_form,
            "has_second_factor": get_mfa_adapter().is_mfa_enabled(user, ["totp", "webauthn"]),
            "devices": devices_of(request, user),
            "is_operator": in_public(),
            "leaving": may_withdraw(user),
        },
    )


@login_required
def name(request: HttpRequest) -> HttpResponse:
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": _me(request).name})
    if request.method == "POST" and form.is_valid():
        change_name(user=_me(request), name=form.cleaned_data["name"], at=timezone.now())
        messages.success(request, _("Your name has been changed, also beside what you wrote before."))
        return redirect("account_home")
    return render(request, "account/name.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST, languages=spoken_languages(request))
    response = redirect("account_home")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        change_language(user=_me(request), language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@login_required
@require_POST
def sessions(request: HttpRequest) -> HttpResponse:
    sign_out_elsewhere(user=_me(request), request=request)
    messages.success(request, _("You have been logged out on all other devices."))
    return redirect("account_home")


@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    if end_session(user=_me(request), pk=pk, at=timezone.now()):
        messages.success(request, _("You have been logged out there."))
    return redirect("account_home")


def letter_code(request: HttpRequest) -> HttpResponse:
    """A code by letter instead of the password. Not for operators: theirs takes both."""
    if in_public():
        raise Http404
    return request_login_code(request)


def letter_code_confirmation(request: HttpRequest) -> HttpResponse:
    if in_public():
        raise Http404
    return confirm_login_code(request)


@login_required
@sensitive_post_parameters("password")
def leaving(request: HttpRequest) -> HttpResponse:
    """What leaving means, one choice, and the password. A GET changes nothing."""
    verdict = may_withdraw(_me(request))
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        user=_me(request),
        is_fresh=came_in_lately(request),
    )
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="reauthenticate", user=_me(request))
        if limited:
            return limited
        if form.is_valid():
            withdraw_from(user=_me(request), keep_writings=form.keeps_writings, at=timezone.now())
            logout(request)
            return redirect("account_left")
    context = {"form": form, "verdict": verdict}
    return render(request, "account/leaving.html", context, status=422 if form.errors else 200)


def came_in_lately(request: HttpRequest) -> bool:
    """Within ten minutes: for people who have no password to show once more."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < LATELY_SECONDS


def left(request: HttpRequest) -> HttpResponse:
    return render(request, "account/left.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """개인정보 처리방침: what is true of the platform everywhere, with the institution's name and contact."""
    return _own("privacy", request) or render(request, "account/privacy.html", _notice())


def terms(request: HttpRequest) -> HttpResponse:
    return _own("terms", request) or render(request, "account/terms.html", _notice())


def _own(purpose: str, request: HttpRequest) -> HttpResponse | None:
    """What the institution has published in its own words, in place of the platform's."""
    if in_public():
        return None
    ask: Callable[[HttpRequest, str], HttpResponse | None] = import_string(settings.OWN_NOTICES)
    return ask(request, purpose)


def _notice() -> dict[str, Any]:
    institution = institution_here()
    contact = (getattr(institution, "settings", None) or {}).get("contact") or []
    return {
        "sender": sender_name(),
        "contact": [contact] if isinstance(contact, str) else contact,
        "versions": versions_in_force(timezone.now()),
        "in_institution": not in_public(),
        "in_korea": getattr(institution, "country", "KR") == "KR",
        "days_letters_are_kept": DAYS_LETTERS_ARE_KEPT,
    }


def _me(request: HttpRequest) -> User:
    """The person, in views that ask for a log-in first."""
    return cast(User, request.user)
