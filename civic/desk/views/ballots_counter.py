"""Somebody comes to the counter to vote."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.ballots.rules import may_enter_vote, takes_votes
from civic.desk.forms.ballots import CounterForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.ballots import find_ballot
from civic.journeys.ballot import vote_in_person
from civic.journeys.paper import Entry, Somebody
from civic.paper.rules import may_enter_paper
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    """After each person the form is empty again, for the next one. What was chosen is shown to nobody afterwards."""
    require(may_enter_paper(request.user))
    found, now = find_ballot(request, pk), timezone.now()
    options = list(found.options.all())
    form = CounterForm(request.POST or None, options=options)
    if form.is_valid():
        data = form.cleaned_data
        who = Somebody(data["name"], data["known"], tuple(data["confirmed"]), data["full_years"])
        try:
            vote_in_person(
                ballot=found, who=who, chosen=data["choice"], entry=Entry(colleague(request), timezone.now())
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            messages.success(request, _("Entered and counted."))
            return redirect("desk:ballot_counter", pk)
    may = may_enter_vote(request.user, found, now)
    context = {"form": form, "ballot": found, "may": may, "is_open": takes_votes(found, now).allowed}
    return render(request, "desk/ballots/counter.html", context, status=422 if form.is_bound else 200)
