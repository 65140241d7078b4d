"""모니터링 기록: what was noticed day by day, and what is suggested for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.guide import DismissalForm, EntryForm, TakingForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.guide import log
from civic.guide.actions import dismiss_signal, remove_entry, take_signal, write_entry
from civic.guide.models import EntryKind, LogEntry, Signal
from civic.guide.rules import may_decide_signal, may_keep_log
from civic.proposals.paging import Order
from platform_core.access import require

BY_DAY = Order("log", "days")


@require_http_methods(["GET", "POST"])
@staff_page
def guide_log(request: HttpRequest) -> HttpResponse:
    """Everybody here reads it; moderators write."""
    form = EntryForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST":
        require(may_keep_log(request.user))
        if form.is_valid():
            said = form.cleaned_data
            write_entry(
                day=said["day"],
                kind=EntryKind(said["kind"]),
                text=said["text"],
                proposal=said["number"],
                by=colleague(request),
                at=timezone.now(),
            )
            messages.success(request, _("Noted."))
            return redirect("desk:guide_log")
    context = {
        "form": form,
        "page": page_of(request, log.entries(), order=BY_DAY),
        "signals": log.undecided()[: log.SUGGESTED],
        "may_keep": may_keep_log(request.user).allowed,
    }
    return render(request, "desk/guide/log.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def guide_entry_removal(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(LogEntry, pk=pk)
    remove_entry(entry=entry, by=colleague(request), at=timezone.now())
    messages.success(request, _("The line is no longer shown."))
    return redirect("desk:guide_log")


@require_http_methods(["GET", "POST"])
@staff_page
def guide_signal(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken into the log in somebody's own words, or dismissed with a reason."""
    require(may_keep_log(request.user))
    signal = get_object_or_404(Signal.objects.select_related("proposal", "entry", "decided_by"), pk=pk)
    deed = request.POST.get("deed", "")
    taking = TakingForm(request.POST if deed == "take" else None, prefix="take")
    dismissing = DismissalForm(request.POST if deed == "dismiss" else None, prefix="dismiss")
    if _decide(request, signal, taking, dismissing):
        return redirect("desk:guide_log")
    context: dict[str, Any] = {
        "signal": signal,
        "taking": taking,
        "dismissing": dismissing,
        "verdict": may_decide_signal(request.user, signal),
    }
    return render(request, "desk/guide/signal.html", context, status=422 if deed else 200)


def _decide(request: HttpRequest, signal: Signal, taking: TakingForm, dismissing: DismissalForm) -> bool:
    now = timezone.now()
    if taking.is_valid():
        text = taking.cleaned_data["text"]
        take_signal(signal=signal, day=timezone.localdate(now), text=text, by=colleague(request), at=now)
        messages.success(request, _("It stands in the log."))
        return True
    if dismissing.is_valid():
        dismiss_signal(signal=signal, reason=dismissing.cleaned_data["reason"], by=colleague(request), at=now)
        messages.success(request, _("Dismissed; the reason is kept."))
        return True
    return False
