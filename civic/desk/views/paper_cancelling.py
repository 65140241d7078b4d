"""What was entered by mistake is taken back, with a reason everybody who looks later can read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.paper import CancelForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.views.paper import find_sheet
from civic.journeys.paper_sheets import cancel_deed, cancel_sheet
from civic.paper.folding import may_unfold, unfold
from civic.paper.models import Folding, PaperDeed
from civic.paper.rules import may_cancel_deed, may_cancel_sheet, may_enter_paper
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def sheet_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = find_sheet(request, pk)
    require(may_cancel_sheet(request.user, sheet))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        report = cancel_sheet(
            sheet=sheet, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        if report.kept:
            count = len(report.kept)
            said = ngettext("%(count)s row stays: %(sentence)s", "%(count)s rows stay: %(sentence)s", count)
            messages.warning(request, said % {"count": count, "sentence": report.kept[0][1]})
        else:
            messages.success(request, _("The sheet is cancelled."))
        return redirect("desk:sheet", pk)
    context = {"form": form, "sheet": sheet}
    return render(request, "desk/paper/cancel_sheet.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def deed_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_enter_paper(request.user))
    deed = get_object_or_404(PaperDeed.objects.select_related("item", "citizen", "sheet"), pk=pk)
    require(may_cancel_deed(request.user, deed))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            cancel_deed(deed=deed, reason=reason, by=colleague(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.verdict.sentence))
        else:
            messages.success(request, _("The entry is cancelled."))
            return redirect("desk:sheet", deed.sheet_id) if deed.sheet_id else redirect("desk:counter")
    context = {"form": form, "deed": deed}
    return render(request, "desk/paper/cancel_deed.html", context, status=422 if form.is_bound else 200)


@require_safe
@staff_page
def foldings(request: HttpRequest) -> HttpResponse:
    """Whose paper was found to belong to which account."""
    require(may_enter_paper(request.user))
    rows = Folding.objects.select_related("account", "by", "undone_by")
    page = page_of(request, rows)
    shown = [(one, may_unfold(request.user, one)) for one in page.rows]
    return render(request, "desk/paper/foldings.html", {"page": page, "foldings": shown})


@require_http_methods(["GET", "POST"])
@staff_page
def folding_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_enter_paper(request.user))
    found = get_object_or_404(Folding.objects.select_related("account"), pk=pk)
    require(may_unfold(request.user, found))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        unfold(folding=found, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now())
        messages.success(request, _("They are two people again."))
        return redirect("desk:foldings")
    context = {"form": form, "folding": found}
    return render(request, "desk/paper/unfold.html", context, status=422 if form.is_bound else 200)
