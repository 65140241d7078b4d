"""회의실: a member's own page of a meeting. Votes are cast here; nobody but the member sees it.

For somebody who sits at the table with a phone in the hand and has a minute to vote.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.agenda.actions import declare_conflict
from civic.agenda.duties import duties_of, seats_of
from civic.agenda.models import AgendaItem, Choice, Meeting, Member, Vote
from civic.agenda.queries import Result, meetings_shown, my_meetings, results_of
from civic.agenda.rules import may_declare, seat_of
from civic.agenda.voting import cast, may_cast
from civic.portal.agenda import LATEST
from civic.portal.agenda_forms import BallotForm, ConflictForm
from civic.portal.finding import me
from civic.portal.page import page_or_first, render_page, way_on
from civic.proposals.paging import Page, cut
from platform_core.access import Refused

SIZE = 20


@login_required
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """What needs me and by when; then my seats, and my meetings, the latest first."""
    page = page_or_first(request, lambda cursor: _page(request, cursor))
    now, seats = timezone.now(), seats_of(me(request))
    context = {
        "rows": page.rows,
        "now": now,
        "seats": seats,
        "duties": duties_of(me(request), seats, now),
        **way_on(request, page),
    }
    return render_page(request, "portal/agenda/room.html", context, section="my_page")


def _page(request: HttpRequest, cursor: str) -> Page[Meeting]:
    rows = my_meetings(me(request)).filter(LATEST.after(cursor)).order_by(*LATEST.columns)
    return cut(list(rows[: SIZE + 1]), SIZE, lambda row: LATEST.cursor(row.starts_at, row.pk))


@login_required
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    found, member = _mine(request, pk)
    return _show(request, found, member)


def _mine(request: HttpRequest, pk: int) -> tuple[Meeting, Member]:
    """A meeting of mine. Raises Http404 for everybody else: absent and not yours are the same."""
    found = get_object_or_404(meetings_shown(), pk=pk)
    member = seat_of(me(request), found, timezone.now())
    if member is None:
        raise Http404
    return found, member


def _show(
    request: HttpRequest, found: Meeting, member: Member, *, status: int = 200, **typed: Any
) -> HttpResponse:
    now = timezone.now()
    rows = [_row(request, one, member, typed) for one in results_of(found)]
    context = {"meeting": found, "member": member, "rows": rows, "now": now, **typed}
    return render_page(request, "portal/agenda/table.html", context, section="my_page", status=status)


def _row(request: HttpRequest, result: Result, member: Member, typed: dict[str, Any]) -> dict[str, Any]:
    running = result.running
    prefix = f"item{result.item.pk}"
    is_typed = typed.get("item") == result.item.pk
    return {
        "result": result,
        "vote": running,
        "may_cast": may_cast(request.user, running, timezone.now()) if running else None,
        "ballot": typed.get("ballot") if is_typed and "ballot" in typed else BallotForm(prefix=prefix),
        "may_declare": may_declare(member, result.item),
        "conflict": typed.get("conflict")
        if is_typed and "conflict" in typed
        else ConflictForm(prefix=prefix),
        "is_out": any(one.member_id == member.pk for one in result.conflicts),
    }


@require_POST
@login_required
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the vote's."""
    vote = get_object_or_404(Vote.objects.select_related("item__meeting"), pk=pk)
    found, member = _mine(request, vote.item.meeting_id)
    form = BallotForm(request.POST, prefix=f"item{vote.item_id}")
    if not form.is_valid():
        return _show(request, found, member, status=422, item=vote.item_id, ballot=form)
    try:
        cast(vote=vote, person=me(request), choice=Choice(form.cleaned_data["choice"]), at=timezone.now())
    except Refused as refusal:
        return _show(request, found, member, status=refusal.status, refusal=refusal.verdict)
    messages.success(request, _("Your vote is in the urn. Nobody can see or change it."))
    return redirect("portal:agenda_table", found.pk)


@require_POST
@login_required
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the agenda item's."""
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk)
    found, member = _mine(request, item.meeting_id)
    form = ConflictForm(request.POST, prefix=f"item{item.pk}")
    if not form.is_valid():
        return _show(request, found, member, status=422, item=item.pk, conflict=form)
    try:
        declare_conflict(item=item, member=member, reason=form.cleaned_data["reason"], at=timezone.now())
    except Refused as refusal:
        return _show(request, found, member, status=refusal.status, refusal=refusal.verdict)
    messages.success(request, _("Noted. You stay out of the votes on this item."))
    return redirect("portal:agenda_table", found.pk)
