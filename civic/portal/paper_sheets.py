"""What came on paper for one proposal: numbers of sheets and rows, and nobody's name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from civic.paper.queries import SHEETS_PAGE, public_sheets, supports_on_paper
from civic.portal.page import render_page
from civic.proposals.queries import proposals_visible_to


@require_safe
def sheets(request: HttpRequest, number: int) -> HttpResponse:
    """`?before=` goes on where a page ended."""
    proposal = get_object_or_404(proposals_visible_to(request.user), pk=number)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 19):
        raise Http404
    found = public_sheets(proposal, before=int(before) if before else None)
    context = {
        "proposal": proposal,
        "sheets": found,
        "on_paper": supports_on_paper([proposal]).get(proposal.pk, 0),
        "next": found[-1].number if len(found) == SHEETS_PAGE else None,
    }
    return render_page(request, "portal/paper_sheets.html", context, section="proposals")
