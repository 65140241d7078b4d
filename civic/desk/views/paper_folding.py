"""Two names on paper that are one person. Opened by somebody who has both papers, or the person, in view."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.agenda_page import sent
from civic.desk.forms.paper import FoldForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.paper.comparing import what_changes
from civic.paper.folding import fold_by_hand, may_fold_by_hand
from civic.paper.rules import may_enter_paper
from civic.privacy.places import Place
from platform_core.access import require


@require_http_methods(["GET", "POST"])
@staff_page
def folding_by_hand(request: HttpRequest) -> HttpResponse:
    """First what it would change; only a second press, with a reason, changes it."""
    require(may_enter_paper(request.user))
    form = FoldForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "desk/paper/fold.html", context, status=422 if form.is_bound else 200)
    stand_in, into = form.cleaned_data["stand_in"], form.cleaned_data["into"]
    status = 200
    if request.POST.get("do") == "fold":

        def deed() -> None:
            fold_by_hand(
                stand_in=stand_in,
                into=into,
                reason=form.cleaned_data["reason"],
                by=colleague(request),
                at=timezone.now(),
            )

        status = sent(form, deed)
        if status == 200:
            messages.success(request, _("They are one person from now on. It can be undone here."))
            return redirect("desk:foldings")
    shows(request, Place.FOLDING, [stand_in.pk, into.pk])
    context |= {
        "change": what_changes(stand_in, into),
        "verdict": may_fold_by_hand(request.user, stand_in, into),
    }
    return render(request, "desk/paper/fold.html", context, status=status)
