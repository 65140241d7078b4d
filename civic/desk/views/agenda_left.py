"""What came before the committee while nobody sat there. Opened when a committee is seated for the first time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from civic.agenda.rules import may_keep_members
from civic.agenda.taking_over import left_behind, may_take_over, take_over
from civic.desk.agenda_page import words_of
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def left(request: HttpRequest) -> HttpResponse:
    """The list; a POST makes them candidates, so many at a time."""
    require(may_keep_members(request.user))
    now = timezone.now()
    if request.method == "POST":
        try:
            count = take_over(at=now, by=colleague(request))
        except Refused as refusal:
            messages.error(request, words_of(refusal.verdict))
        else:
            said = ngettext("%(count)s is a candidate now.", "%(count)s are candidates now.", count)
            messages.success(request, said % {"count": count})
        return redirect("desk:agenda_left")
    context = {
        "page": page_of(request, left_behind().select_related("stat")),
        "verdict": may_take_over(colleague(request), now),
    }
    return render(request, "desk/agenda/left.html", context)
