"""The link in an invitation's letter: public, because who follows it may have no account yet."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from civic.desk.staff_forms import JoinForm
from civic.people.actions import accept_invitation, join_by_invitation, task_in_words
from civic.people.models import Invitation
from civic.people.queries import invitation_for, person_at
from civic.people.rules import may_accept

DESK = "/desk/"


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A person with an account accepts with it; a person without one gets a short sign-up.

    Spent, taken back, expired and made-up tokens get the same 404 page.
    """
    found = invitation_for(token, timezone.now())
    if found is None:
        return render(request, "desk/staff/invitation_gone.html", status=404)
    if request.user.is_authenticated:
        return _accept(request, found, token)
    if person_at(found.email) is not None:
        messages.info(request, _("You have an account here already. Log in to accept the invitation."))
        return redirect_to_login(request.path)
    return _join(request, found, token)


def _accept(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    verdict = may_accept(request.user, found)
    if request.method == "POST" and verdict.allowed:
        accept_invitation(token=token, user=request.user, at=timezone.now())  # type: ignore[arg-type]
        return redirect(DESK)
    context = _words(found) | {"verdict": verdict}
    return render(
        request, "desk/staff/invitation_accept.html", context, status=200 if verdict.allowed else 403
    )


def _join(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = join_by_invitation(
                token=token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                language=get_language() or "",
                at=timezone.now(),
            )
        except IntegrityError:  # somebody signed up with this address a moment ago
            return redirect(request.path)
        if user is None:
            return redirect(request.path)
        get_adapter().login(request, user)
        return redirect(DESK)
    context = _words(found) | {"form": form}
    return render(request, "desk/staff/invitation_join.html", context, status=422 if form.errors else 200)


def _words(found: Invitation) -> dict[str, Any]:
    return {"invitation": found, "task": task_in_words(found.role, found.department)}
