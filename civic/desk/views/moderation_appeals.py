"""Objections: answered by somebody else than who decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.moderation import AppealAnswerForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.journeys.appealing import answer_appeal
from civic.moderation.models import Appeal
from civic.moderation.queries import open_appeals
from civic.moderation.rules import may_answer_appeal, may_moderate
from civic.moderation.things import thing_of, words_of
from civic.proposals.paging import BY_ID_OLDEST, LARGEST_ID
from platform_core.access import Refused, require


@require_safe
@staff_page
def appeals(request: HttpRequest) -> HttpResponse:
    """Those that wait, the longest waiting first."""
    require(may_moderate(request.user))
    page = page_of(request, open_appeals(), order=BY_ID_OLDEST)
    rows = [{"appeal": one, "verdict": may_answer_appeal(request.user, one)} for one in page.rows]
    return render(request, "desk/moderation/appeals.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    require(may_moderate(request.user))
    rows = Appeal.objects.select_related(
        "decision__case__proposal", "decision__by", "decision__author", "decided_by"
    )
    found = get_object_or_404(rows, pk=min(number, LARGEST_ID))
    form, verdict, status = (
        AppealAnswerForm(request.POST or None),
        may_answer_appeal(request.user, found),
        200,
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _answered(request, found, form)
            except Refused as refusal:
                verdict, status = refusal.verdict, refusal.status
    thing = thing_of(found.decision.case.kind, found.decision.case.thing)
    context = {
        "appeal": found,
        "decision": found.decision,
        "text": words_of(thing) if thing else "",
        "form": form,
        "verdict": verdict,
    }
    return render(request, "desk/moderation/appeal.html", context, status=status)


def _answered(request: HttpRequest, found: Appeal, form: AppealAnswerForm) -> HttpResponse:
    done = answer_appeal(
        appeal=found,
        overturns=form.cleaned_data["outcome"] == "overturned",
        answer=form.cleaned_data["answer"],
        by=colleague(request),
        at=timezone.now(),
    )
    if done:
        messages.success(request, _("Answered. Whoever objected is told."))
    else:
        messages.info(request, _("A colleague has answered it meanwhile."))
    return redirect("desk:appeals")
