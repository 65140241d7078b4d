"""Writing notices. Opened by a moderator with a text that somebody sent them."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.notices import NoticeForm, initial_of
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.notices.actions import change_notice, hide_notice, show_notice, write_notice
from civic.notices.models import Notice, State
from civic.notices.rules import may_write_notices
from civic.proposals.paging import LARGEST_ID
from platform_core.access import Refused, require

TONES = {
    State.DRAFT: "info",
    State.COMING: "info",
    State.SHOWN: "good",
    State.OVER: "calm",
    State.HIDDEN: "bad",
}


@require_safe
@staff_page
def notices(request: HttpRequest) -> HttpResponse:
    """Every one, the newest first, whoever may read it by now."""
    require(may_write_notices(request.user))
    at = timezone.now()
    page = page_of(request, Notice.objects.select_related("created_by"))
    rows = [{"notice": one, **_standing(one, at)} for one in page.rows]
    return render(request, "desk/notices/list.html", {"page": page, "rows": rows})


def _standing(found: Notice, at: datetime) -> dict[str, str]:
    state = found.state(at)
    return {"state": str(state.label), "tone": TONES[state]}


def find(request: HttpRequest, number: int) -> Notice:
    """Raises Refused and Http404."""
    require(may_write_notices(request.user))
    people = Notice.objects.select_related("created_by", "edited_by", "hidden_by")
    return get_object_or_404(people, pk=min(number, LARGEST_ID))


@require_safe
@staff_page
def notice(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    context = {
        "notice": found,
        "files": found.files.order_by("pk"),
        **_standing(found, timezone.now()),
    }
    return render(request, "desk/notices/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_notice(request: HttpRequest) -> HttpResponse:
    require(may_write_notices(request.user))
    at = timezone.now()
    form = NoticeForm(request.POST or None, initial={"begins_at": at})
    if form.is_valid():
        try:
            made = write_notice(wording=form.wording(), by=colleague(request), at=at)
        except Refused as refusal:
            return _form_page(request, form, None, refusal)
        messages.success(request, _("Kept. Pictures and documents can be added below."))
        return redirect("desk:notice", made.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def edition(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    form = NoticeForm(request.POST or None, initial=initial_of(found))
    if form.is_valid():
        try:
            change_notice(notice=found, wording=form.wording(), by=colleague(request), at=timezone.now())
        except Refused as refusal:
            return _form_page(request, form, found, refusal)
        messages.success(request, _("Changed."))
        return redirect("desk:notice", found.pk)
    return _form_page(request, form, found)


def _form_page(
    request: HttpRequest, form: NoticeForm, found: Notice | None, refusal: Refused | None = None
) -> HttpResponse:
    """Nothing typed is lost, whatever was wrong with it."""
    status = refusal.status if refusal else form.page_status
    context = {"form": form, "notice": found, "verdict": refusal.verdict if refusal else None}
    return render(request, "desk/notices/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def hiding(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for the reason, which colleagues read."""
    found = find(request, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        hide_notice(
            notice=found, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("Hidden. Only staff can read it now."))
        return redirect("desk:notice", found.pk)
    context = {"form": form, "notice": found}
    return render(request, "desk/notices/hiding.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def showing(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    if show_notice(notice=found, by=colleague(request), at=timezone.now()):
        messages.success(request, _("Shown again, between its dates."))
    return redirect("desk:notice", found.pk)
