"""Who may open the desk: staff. To everybody else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from civic.desk.looking import write_down
from civic.journeys.coming_in import staff_need_a_second_factor
from civic.people.rules import is_staff
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.accounts.second_factor import has_second_factor
from tenants.entitlements import staff_may_write

SAFE = ("GET", "HEAD", "OPTIONS")
Response = TypeVar("Response", bound=HttpResponseBase)


def staff_page(view: Callable[..., Response]) -> Callable[..., Response | HttpResponse]:
    """A stranger is asked to log in; a citizen gets the same 404 as for a page that does not exist.

    While a bill has long been unpaid nothing is changed here (tenants/entitlements.py); everything is read.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Response | HttpResponse:
        if not request.user.is_authenticated:
            return _ask_to_log_in(request)
        if not is_staff(request.user):
            raise Http404
        if _lacks_a_factor(request):
            messages.info(
                request, _("People who work here need a second factor: a passkey, or an app with codes.")
            )
            return redirect("mfa_index")
        if request.method not in SAFE:
            require(staff_may_write(request.tenant))  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        write_down(request, response)
        return response

    return guarded


def _lacks_a_factor(request: HttpRequest) -> bool:
    """Where the institution asks it of its staff. A visiting operator has shown theirs at the console."""
    if not staff_need_a_second_factor() or "_visit" in request.session:
        return False
    return not has_second_factor(request)


def colleague(request: HttpRequest) -> User:
    """The member of staff behind the gate."""
    assert isinstance(request.user, User)
    return request.user


def _ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """What was typed before the session ran out is shown again by the refusal's page."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    where = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
    raise Refused(
        no(
            "sign_in",
            _("You have been signed out. Nothing was sent; what you typed is still here."),
            _("Copy it, sign in again and paste it."),
            where,
        )
    )
