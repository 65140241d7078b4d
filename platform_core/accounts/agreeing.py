"""Terms and privacy notice change: whoever agreed to other words is asked again, when they next read a page.

What was sent is carried out first, what was typed waits (keep.py), and the page one wanted is opened afterwards.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from platform_core.access.place import in_public
from platform_core.accounts.consent import (
    agree_again,
    agreed_versions,
    consents_of,
    versions_in_force,
)
from platform_core.accounts.models import User

AGREED = "agreed"
# Reading the words, leaving, taking one's data along and logging out are nobody's to hold up.
ALWAYS_OPEN = frozenset(
    "account_agreements account_logout account_privacy account_terms account_leaving account_left account_reauthenticate "
    "mfa_reauthenticate mfa_reauthenticate_webauthn my_data my_data_file my_data_looks my_requests retention page page_versions page_version".split()
)
NAMES = {
    "terms": gettext_lazy("I agree to the terms of use."),
    "privacy": gettext_lazy("I agree that my personal data is used as described."),
}


@receiver(user_logged_in, dispatch_uid="accounts.agreeing")
def remember_what_was_agreed(request: HttpRequest | None, user: User, **_said: Any) -> None:
    """One question per log-in, none per page. Who never agreed here (staff who were invited) is not asked."""
    if request is not None and not in_public() and (agreed := agreed_versions(user)):
        request.session[AGREED] = agreed


def to_agree(request: HttpRequest) -> list[str]:
    """Which of the two have other words than those this person agreed to."""
    agreed = request.session.get(AGREED)
    if not agreed or in_public():
        return []
    return [
        name for name, version in versions_in_force(timezone.now()).items() if agreed.get(name) != version
    ]


class AgreementMiddleware:
    """Before the view: a page that was made would have taken what waits in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not _is_a_page(request) or not to_agree(request):
            return None
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_agreements')}?{query}")


def _is_a_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method == "GET"
        and request.session.session_key is not None
        and "text/html" in request.headers.get("Accept", "text/html")
        and "HX-Request" not in request.headers
        and match is not None
        and match.url_name not in ALWAYS_OPEN
        and not request.path.startswith("/api/")
    )


class AgreeForm(forms.Form):
    """A box for each of the changed ones, apart from the other."""

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = forms.BooleanField(
                label=NAMES[name],
                error_messages={
                    "required": _(
                        "You can take part once you have agreed. You may also log out and only read."
                    )
                },
            )


@never_cache
@login_required
def agreements(request: HttpRequest) -> HttpResponse:
    """What I agreed to and when; with what has changed since, and the question, on top."""
    if in_public():
        raise Http404
    user, names = request.user, to_agree(request)
    form = AgreeForm(request.POST if request.method == "POST" else None, names=names)
    if request.method == "POST" and form.is_valid():
        if names:
            request.session[AGREED] = agree_again(user=user, names=names, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, _("Thank you. You can go on where you were."))
        return redirect(_way_on(request))
    context = {
        "form": form,
        "names": names,
        "versions": versions_in_force(timezone.now()),
        "consents": consents_of(user),  # type: ignore[arg-type]
        "next": _way_on(request),
    }
    return render(request, "account/agreements.html", context, status=422 if form.errors else 200)


def _way_on(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("account_agreements")
