"""Sheets and posters to print: as a page for the browser's own printing, and as a PDF where it can be drawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.desk.gate import staff_page
from civic.desk.paper_document import Printed, poster_document, sheet_document
from civic.desk.views.paper import find_sheet
from civic.desk.views.proposals import find_proposal
from civic.paper.rules import may_enter_paper
from platform_core.access import require
from platform_core.documents.pdf import NoPdfHere, pdf_is_here, render_pdf


@require_safe
@staff_page
def sheet_print(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = find_sheet(request, pk)
    return _page(request, sheet_document(request, sheet, large=_large(request)), "desk:sheet", pk)


@require_safe
@staff_page
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = find_sheet(request, pk)
    document = sheet_document(request, sheet, large=_large(request))
    return _pdf(request, document, f"sheet-{pk}.pdf", "desk:sheet_print", pk)


@require_safe
@staff_page
def poster_print(request: HttpRequest, number: int) -> HttpResponse:
    require(may_enter_paper(request.user))
    item = find_proposal(number)
    return _page(request, poster_document(request, item, large=_large(request)), "desk:proposal", number)


@require_safe
@staff_page
def poster_pdf(request: HttpRequest, number: int) -> HttpResponse:
    require(may_enter_paper(request.user))
    document = poster_document(request, find_proposal(number), large=_large(request))
    return _pdf(request, document, f"poster-{number}.pdf", "desk:item_poster", number)


def _page(request: HttpRequest, document: Printed, back: str, number: int) -> HttpResponse:
    context = {
        **document.context,
        "part": document.template,
        "title": document.title,
        "large": document.large,
        "back": back,
        "number": number,
        "has_pdf": pdf_is_here(),
    }
    return render(request, "desk/paper/print.html", context)


def _pdf(request: HttpRequest, document: Printed, name: str, page: str, number: int) -> HttpResponse:
    """Where nothing can draw one, the page to print instead says so."""
    house = request.tenant  # type: ignore[attr-defined]
    try:
        content = render_pdf(document.as_html(), title=document.title, address=house.address("/"))
    except NoPdfHere:
        messages.info(request, _("This server cannot make PDFs. Print this page instead."))
        return redirect(page, number)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _large(request: HttpRequest) -> bool:
    return request.GET.get("type") == "large"
