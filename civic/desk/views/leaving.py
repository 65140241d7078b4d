"""Everything the institution is, in one file. Opened by an administrator whose contract ends, or who keeps a copy."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.leaving import LeavingForm
from civic.desk.gate import colleague
from civic.desk.looking import takes, write_down
from civic.journeys.leaving import exports_here, may_take_along, take_along
from civic.people.rules import is_staff
from civic.privacy.places import Place
from platform_core.access import Refused, require
from platform_core.accounts.once_more import proves
from platform_core.accounts.second_factor import has_second_factor
from tenants.moving.models import Export
from tenants.moving.ordering import fetched, link_word
from tenants.moving.tasks import hand_out


def _administrators_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Unlike the rest of the desk it does not ask whether bills are paid: leaving is a right."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_staff(request.user):
            raise Http404
        require(may_take_along(request.user))
        response = view(request, *args, **kwargs)
        write_down(request, response)
        return response

    return guarded


@sensitive_post_parameters("code", "passphrase")
@require_http_methods(["GET", "POST"])
@_administrators_page
def leaving(request: HttpRequest) -> HttpResponse:
    has_factor = has_second_factor(request)
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and has_factor and form.is_valid() and _ordered(request, form):
        messages.success(request, _("Ordered. You get a letter when it can be fetched."))
        return redirect("desk:leaving")
    context = {"form": form, "has_factor": has_factor, "exports": [_row(one) for one in exports_here()]}
    wrong = request.method == "POST" and (bool(form.errors) or not has_factor)
    return render(request, "desk/leaving.html", context, status=422 if wrong else 200)


def _ordered(request: HttpRequest, form: LeavingForm) -> bool:
    """False with what is wrong written into the form."""
    verdict = proves(request, form.cleaned_data["code"])
    if not verdict.allowed:
        form.add_error("code", str(verdict.sentence))
        return False
    try:
        export = take_along(
            reason=form.cleaned_data["reason"],
            passphrase=form.cleaned_data["passphrase"],
            by=colleague(request),
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused.verdict.sentence))
        return False
    hand_out(pk=export.pk)
    return True


def _row(export: Export) -> dict[str, Any]:
    address = reverse("desk:leaving_file", args=[export.key])
    is_there = export.state == Export.State.DONE
    return {
        "export": export,
        "url": f"{address}?{urlencode({'pass': link_word(export)})}" if is_there else "",
    }


@require_safe
@_administrators_page
def leaving_file(request: HttpRequest, key: UUID) -> FileResponse:
    institution = request.tenant  # type: ignore[attr-defined]
    taken = fetched(
        institution=institution,
        key=str(key),
        word=request.GET.get("pass", ""),
        at=timezone.now(),
        by=colleague(request),
        by_operator=False,
    )
    if taken is None:
        raise Http404
    export, path = taken
    takes(request, Place.EVERYTHING, reason=export.reason, everybody=True)
    name = f"{institution.primary_host.partition('.')[0]}-{export.ordered_at:%Y%m%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
