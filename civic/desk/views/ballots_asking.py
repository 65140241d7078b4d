"""The institution asks something by a vote: the question is published, and its ballot prepared at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from civic.ballots.rules import may_prepare
from civic.desk.forms.ballots import QuestionForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.ballot_leading import processes_begun_by_a_vote
from civic.journeys.begin import begin_item
from civic.proposals.actions import Writing
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def question(request: HttpRequest) -> HttpResponse:
    """Published under rules that begin with a vote; nobody votes before its ballot is approved."""
    require(may_prepare(request.user))
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            item = begin_item(
                process=data["process"],
                writing=Writing(data["title"], data["text"], data["category"]),
                department=data["department"],
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("process", str(refusal.verdict.sentence))
        else:
            return redirect("desk:ballot_preparation", item.pk)
    context = {"form": form, "has_rules": bool(processes_begun_by_a_vote())}
    return render(request, "desk/ballots/question.html", context, status=422 if form.is_bound else 200)
