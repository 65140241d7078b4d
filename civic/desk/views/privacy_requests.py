"""What people ask about their data, who answers for it, and how people are named.

Opened by the privacy officer when a letter says that something is owed.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.privacy import AnswerForm, NamingForm, OfficerForm, RequestForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.privacy.appointing import Said, name_officer
from civic.privacy.models import Came, DataRequest, State, Wish
from civic.privacy.naming import choose_naming, may_choose_naming
from civic.privacy.officers import officer_here
from civic.privacy.places import Place
from civic.privacy.requests import Caller, answer, put_down, requests_open
from civic.privacy.rules import may_answer, may_handle_requests, may_name_officer
from civic.proposals.paging import LARGEST_ID
from platform_core.access import Refused, require
from platform_core.accounts.public_names import naming_here

PAGE_SIZE = 30


@require_safe
@staff_page
def requests(request: HttpRequest) -> HttpResponse:
    """Those that are owed, soonest first; with `?which=closed` the others."""
    require(may_handle_requests(request.user))
    closed = request.GET.get("which") == "closed"
    rows = DataRequest.objects.exclude(state=State.OPEN).select_related("user", "answered_by")
    page = Paginator(rows if closed else requests_open(), PAGE_SIZE).get_page(request.GET.get("page"))
    shows(request, Place.REQUEST, [one.user_id for one in page])
    context = {
        "page": page,
        "closed": closed,
        "today": timezone.localdate(),
        "officer": officer_here(),
        "may_name": may_name_officer(request.user).allowed,
        "tabs": [
            {"label": _("Owed"), "url": request.path, "current": not closed},
            {"label": _("Closed"), "url": f"{request.path}?which=closed", "current": closed},
        ],
    }
    return render(request, "desk/privacy/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_request(request: HttpRequest) -> HttpResponse:
    require(may_handle_requests(request.user))
    form = RequestForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = put_down(
                caller=Caller(data["name"], data["contact"]),
                person=data["person"],
                wish=Wish(data["wish"]),
                words=data["words"],
                came=Came(data["came"]),
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Put down. The ten days run from today."))
            return redirect("desk:data_request", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desk/privacy/new_request.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_handle_requests(request.user))
    rows = DataRequest.objects.select_related("user", "answered_by")
    found = get_object_or_404(rows, pk=min(pk, LARGEST_ID))
    erases = found.wish == Wish.ERASE and found.user_id is not None
    form = AnswerForm(request.POST or None, erases=erases)
    if form.is_valid():
        try:
            told = answer(
                asked=found,
                is_done=form.cleaned_data["is_done"] == "yes",
                words=form.cleaned_data["words"],
                keep_writings=form.keep_writings(),
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            messages.success(request, _("Answered. A letter says so.") if told else _("Saved."))
            return redirect("desk:data_request", pk)
    shows(request, Place.REQUEST, [found.user_id], number=found.pk)
    context: dict[str, Any] = {
        "asked": found,
        "form": form,
        "may_answer": may_answer(request.user, found),
        "today": timezone.localdate(),
    }
    return render(request, "desk/privacy/request.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def officer(request: HttpRequest) -> HttpResponse:
    require(may_name_officer(request.user))
    there = officer_here()
    fields = ("name", "title", "department", "phone", "email", "account")
    now = {name: getattr(there, name) for name in fields} if there else {}
    form = OfficerForm(request.POST or None, initial=now)
    if form.is_valid():
        done = name_officer(said=Said(**form.cleaned_data), by=colleague(request), at=timezone.now())
        messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
        return redirect("desk:privacy_officer")
    context = {"form": form, "officer": there}
    return render(request, "desk/privacy/officer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def names(request: HttpRequest) -> HttpResponse:
    require(may_choose_naming(request.user))
    form = NamingForm(request.POST or None, initial={"naming": naming_here().value})
    if form.is_valid():
        done = choose_naming(naming=form.chosen(), by=colleague(request), at=timezone.now())
        messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
        return redirect("desk:names")
    return render(request, "desk/privacy/names.html", {"form": form}, status=422 if form.is_bound else 200)
