"""Sheets of paper: what lies here, what is typed, what came of it. Opened by whoever comes back from the market."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.paper import PlaceForm, ScanForm, SheetForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows, takes
from civic.desk.paging import page_of
from civic.journeys.paper_carrying import ask_to_carry_out, carrying_of, send_for
from civic.paper.models import LineOutcome, PaperSheet, SheetKind
from civic.paper.queries import deeds_of, lines_of, sheets_for_desk
from civic.paper.rules import may_carry_out, may_enter_paper, may_type
from civic.paper.sheets import About, Collected, describe_sheet, keep_scan, make_sheet
from civic.paper.typing import LABELS, fields_of
from civic.privacy.places import Place
from platform_core.access import require
from platform_core.files.serving import served


@require_safe
@staff_page
def sheets(request: HttpRequest) -> HttpResponse:
    require(may_enter_paper(request.user))
    return render(request, "desk/paper/sheets.html", {"page": page_of(request, sheets_for_desk())})


@require_http_methods(["GET", "POST"])
@staff_page
def new_sheet(request: HttpRequest) -> HttpResponse:
    require(may_enter_paper(request.user))
    form = SheetForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if form.is_valid():
        data = form.cleaned_data
        made = make_sheet(
            about=About(SheetKind(data["kind"]), data["item"], data["debate"]),
            collected=_collected(form),
            rows=data["rows"],
            by=colleague(request),
            at=timezone.now(),
        )
        messages.success(request, _("Sheet No. %(number)s is ready to be printed.") % {"number": made.pk})
        return redirect("desk:sheet", made.pk)
    return render(request, "desk/paper/new_sheet.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@staff_page
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """While it is carried out, a piece of the page that asks again by itself; without script, a link."""
    found = find_sheet(request, pk)
    if not request.headers.get("HX-Request"):
        return show_sheet(request, found)
    carrying = carrying_of(found)
    answer = render(request, "desk/paper/carrying.html", {"sheet": found, "carrying": carrying})
    answer["X-Fragment"] = "yes"
    if not carrying.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


def find_sheet(request: HttpRequest, pk: int) -> PaperSheet:
    require(may_enter_paper(request.user))
    found = PaperSheet.objects.select_related(
        "item", "debate", "made_by", "first_by", "second_by", "carried_by", "cancelled_by"
    )
    return get_object_or_404(found, pk=pk)


def show_sheet(request: HttpRequest, found: PaperSheet, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Before two have typed it, nobody sees what one typed: the second would only copy it."""
    lines = list(lines_of(found)) if found.is_typed_twice else []
    deeds = deeds_of(found) if found.carried_at else {}
    different = [line for line in lines if not line.is_agreed and line.outcome == LineOutcome.WAITING]
    shows(request, Place.SHEET, others=len(different), number=found.pk)
    context = {
        "sheet": found,
        "fields": [(name, LABELS[name]) for name in fields_of(found)],
        "different": different,
        "agreed": sum(line.is_agreed for line in lines),
        "results": [(line, deeds.get(line.number)) for line in lines] if found.carried_at else [],
        "carrying": carrying_of(found) if found.carried_at and not found.cancelled_at else None,
        "may_type": may_type(request.user, found),
        "is_first": found.first_by_id == request.user.pk,
        "may_carry_out": may_carry_out(request.user, found),
        "place_form": PlaceForm(
            initial={
                "place": found.place,
                "collected_on": found.collected_on,
                "collected_by": found.collected_by,
            },
            auto_id="place_%s",
        ),
        "scan_form": ScanForm(auto_id="scan_%s"),
        **forms,
    }
    return render(request, "desk/paper/sheet.html", context, status=status)


@require_POST
@staff_page
def sheet_place(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_sheet(request, pk)
    form = PlaceForm(request.POST, auto_id="place_%s")
    if not form.is_valid():
        return show_sheet(request, found, status=422, place_form=form)
    describe_sheet(sheet=found, collected=_collected(form), by=colleague(request), at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("desk:sheet", pk)


@require_POST
@staff_page
def sheet_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one in."""
    found = find_sheet(request, pk)
    form = ScanForm(request.POST, request.FILES, auto_id="scan_%s")
    if form.is_valid():
        taken, until = form.cleaned_data["file"], form.cleaned_data["until"]
        keep_scan(sheet=found, taken=taken, until=until, by=colleague(request), at=timezone.now())
        messages.success(request, _("The scan is kept until its day."))
        return redirect("desk:sheet", pk)
    return show_sheet(request, found, status=422, scan_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def sheet_scan_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks what for; then the scan."""
    found = find_sheet(request, pk)
    if not found.scan:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        return _scan_of(request, found, form.cleaned_data["reason"])
    status = 422 if form.is_bound else 200
    return render(request, "desk/paper/scan.html", {"form": form, "sheet": found}, status=status)


def _scan_of(request: HttpRequest, found: PaperSheet, reason: str) -> HttpResponseBase:
    """Names and signatures: no browser keeps them."""
    takes(request, Place.SCAN, reason=reason, others=max(1, found.rows), number=found.pk)
    answer = served(
        request,
        stored_as=found.scan,
        name=found.scan_name,
        content_type=found.scan_type,
        is_image=False,
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@staff_page
def sheet_carrying_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for it; a worker does it, and the sheet's page says how far it is."""
    found = find_sheet(request, pk)
    if ask_to_carry_out(sheet=found, by=colleague(request), at=timezone.now()):
        send_for(found)
    return redirect("desk:sheet", pk)


def _collected(form: PlaceForm) -> Collected:
    data = form.cleaned_data
    return Collected(data["place"], data["collected_on"], data["collected_by"])
