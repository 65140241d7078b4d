"""One item of an agenda: its two votes, and what was concluded."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.agenda.actions import declare_conflict, take_off
from civic.agenda.concluding import may_conclude
from civic.agenda.models import AgendaItem, Conclusion, Round, Vote, Way
from civic.agenda.queries import result_of
from civic.agenda.rules import may_keep_members
from civic.agenda.voting import close_vote, count_papers, may_open_vote, open_vote, sitting_members, voters_of
from civic.desk.agenda_page import pressed, several_forms
from civic.desk.forms.agenda_meetings import ConclusionForm, PaperForm, StakeForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.agenda import begin_debate, conclude_item
from platform_core.access import require


def find_item(pk: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__committee", "candidate__item", "candidate__outcome")
    return get_object_or_404(rows, pk=pk)


@require_safe
@staff_page
def item(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    return _show(request, find_item(pk))


def _show(request: HttpRequest, found: AgendaItem, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    now = timezone.now()
    result, members = result_of(found), sitting_members(found)
    running = result.running
    context = {
        "item": found,
        "result": result,
        "running": running,
        "voted": running.voters.count() if running else 0,
        "counts": list(running.paper_counts.select_related("by")) if running else [],
        "next_round": Round.FINAL if result.first and result.first.closed_at else Round.FIRST,
        "may_open": may_open_vote(
            request.user, found, Round.FINAL if result.first and result.first.closed_at else Round.FIRST, now
        ),
        "may_conclude": [
            {"label": one.label, "verdict": may_conclude(request.user, found, one)} for one in Conclusion
        ],
        "members": len(members),
        "voters": len(voters_of(found)),
        "paper_form": PaperForm(),
        "stake_form": StakeForm(members=members),
        "conclusion_form": ConclusionForm(item=found, auto_id="conclusion_%s"),
        **typed,
    }
    return render(request, "desk/agenda/item.html", context, status=status)


_by_form = several_forms(_show, "desk:agenda_item")


@require_POST
@staff_page
def item_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_item(pk)
    pressed(
        request,
        lambda: take_off(item=found, by=colleague(request), at=timezone.now()),
        _("Off the agenda. It waits for another meeting."),
    )
    return redirect("desk:agenda_meeting", found.meeting_id)


@require_POST
@staff_page
def item_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    found = find_item(pk)
    form = StakeForm(request.POST, members=sitting_members(found))
    return _by_form(
        request,
        found,
        "stake_form",
        form,
        lambda: declare_conflict(item=found, **form.cleaned_data, at=timezone.now()),
        _("Noted. The member stays out of the votes on this item."),
    )


@require_POST
@staff_page
def item_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the round that is next."""
    found = find_item(pk)
    wished, way = request.POST.get("round", ""), request.POST.get("way", "")
    if wished in Round.values and way in Way.values:
        by, now = colleague(request), timezone.now()
        pressed(
            request,
            lambda: open_vote(item=found, round=Round(wished), way=Way(way), by=by, at=now),
            _("The vote is open."),
        )
    return redirect("desk:agenda_item", pk)


@require_POST
@staff_page
def vote_end(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the vote's."""
    vote = get_object_or_404(Vote, pk=pk)
    pressed(
        request,
        lambda: close_vote(vote=vote, by=colleague(request), at=timezone.now()),
        _("The vote is closed and counted."),
    )
    return redirect("desk:agenda_item", vote.item_id)


@require_POST
@staff_page
def vote_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What I counted. The second equal count closes the vote."""
    vote = get_object_or_404(Vote, pk=pk)
    found, form = find_item(vote.item_id), PaperForm(request.POST)
    return _by_form(
        request,
        found,
        "paper_form",
        form,
        lambda: count_papers(vote=vote, **form.cleaned_data, by=colleague(request), at=timezone.now()),
        _("Your count is noted. The vote is closed when somebody else counts the same."),
    )


@require_POST
@staff_page
def item_conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_keep_members(request.user))
    found = find_item(pk)
    form = ConclusionForm(request.POST, item=found, auto_id="conclusion_%s")

    def deed() -> None:
        conclusion, by = Conclusion(form.cleaned_data["conclusion"]), colleague(request)
        reason, plan, now = form.cleaned_data["reason"], form.plan(), timezone.now()
        conclude_item(item=found, conclusion=conclusion, reason=reason, plan=plan, by=by, at=now)

    return _by_form(
        request, found, "conclusion_form", form, deed, _("Concluded. Whoever proposed it is told.")
    )


@require_POST
@staff_page
def item_beginning(request: HttpRequest, pk: int) -> HttpResponse:
    """The debate begins now, whatever day was meant."""
    found = find_item(pk)
    pressed(
        request,
        lambda: begin_debate(item=found, by=colleague(request), at=timezone.now()),
        _("The debate has begun."),
    )
    return redirect("desk:agenda_item", pk)
