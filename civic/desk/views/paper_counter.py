"""At the counter: somebody stands there and takes part, and an officer enters it, deed by deed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.paper import CounterForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.journeys.paper import (
    Entry,
    Kept,
    Somebody,
    opine_on_paper,
    propose_on_paper,
    support_on_paper,
)
from civic.paper.models import PaperDeed, SheetKind
from civic.paper.queries import deeds_at_counters
from civic.paper.rules import may_enter_paper
from civic.proposals.actions import Writing
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def counter(request: HttpRequest) -> HttpResponse:
    """After each deed the form is empty again, for the next one; the latest ones stand below it."""
    require(may_enter_paper(request.user))
    form = CounterForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if form.is_valid():
        try:
            deed = _do(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            _say(request, deed)
            return redirect("desk:counter")
    context = {"form": form, "page": page_of(request, deeds_at_counters())}
    return render(request, "desk/paper/counter.html", context, status=422 if form.is_bound else 200)


def _do(request: HttpRequest, data: dict[str, Any]) -> PaperDeed:
    keep = Kept(data["contact"], data["keep_purpose"], data["keep_until"]) if data["keep"] else None
    who = Somebody(data["name"], data["known"], tuple(data["confirmed"]), data["full_years"], keep)
    entry = Entry(colleague(request), timezone.now(), seen=data["seen"])
    if data["deed"] == SheetKind.SUPPORT:
        return support_on_paper(item=data["item"], who=who, entry=entry)
    if data["deed"] == SheetKind.PROPOSE:
        return propose_on_paper(
            writing=Writing(data["title"], data["text"], data["category"]), who=who, entry=entry
        )
    return opine_on_paper(debate=data["debate"], side=data["side"], body=data["text"], who=who, entry=entry)


def _say(request: HttpRequest, deed: PaperDeed) -> None:
    if deed.given_at is None:
        messages.info(request, _("This person has supported it already, and stays counted once."))
    elif deed.kind == SheetKind.PROPOSE:
        messages.success(
            request, _("Published as No. %(number)s. Tell the person its number.") % {"number": deed.item_id}
        )
    else:
        messages.success(request, _("Entered and counted."))
