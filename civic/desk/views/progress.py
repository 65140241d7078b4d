"""Reporting what becomes of an adopted proposal. Opened by the department that carries it out."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civic.desk.forms.proposals import ProgressForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.proposals import find_proposal, show_proposal
from civic.execution.models import ProgressKind
from civic.execution.rules import may_report_progress
from civic.journeys.carry_out import report
from civic.proposals.models import Proposal
from platform_core.access import Refused
from platform_core.text.rich import render_markdown

SENT_TWICE_WITHIN = timedelta(minutes=10)


@require_POST
@staff_page
def progress(request: HttpRequest, number: int) -> HttpResponse:
    proposal, now = find_proposal(number), timezone.now()
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, progress_form=form)
    kind, body = ProgressKind(form.cleaned_data["kind"]), form.cleaned_data["body"]
    if was_sent_before(proposal, kind, body, now):
        messages.info(request, _("This report was published already."))
        return redirect("desk:proposal", number)
    try:
        report(
            proposal=proposal,
            kind=kind,
            body=body,
            by=colleague(request),
            at=now,
            finished=form.cleaned_data["finished"],
        )
    except Refused as refusal:
        now_standing = find_proposal(number)
        return show_proposal(
            request,
            now_standing,
            status=refusal.status,
            refusal=refusal.verdict,
            typed=[(form["body"].label, body)],
            may_report=may_report_progress(request.user, now_standing, now).allowed,
        )
    messages.success(request, _("Published. Its author and everyone who supports it will be told."))
    return redirect("desk:proposal", number)


def was_sent_before(proposal: Proposal, kind: ProgressKind, body: str, now: datetime) -> bool:
    """The same words within minutes are the same form sent twice."""
    recent = proposal.progress_notes.filter(kind=kind, at__gte=now - SENT_TWICE_WITHIN)
    return recent.filter(body_html=render_markdown(body)).exists()
