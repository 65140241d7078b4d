"""Yes or no to a seat that was drawn. Opened from the letter, by somebody who has never sat on anything."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.agenda.lottery import destroyed_from
from civic.agenda.seating import accept_seat, decline_seat, drawn_as, may_accept
from civic.agenda.volunteering import end_of_term
from civic.portal.agenda_calls import find_call
from civic.portal.finding import me
from civic.portal.page import render_page, sign_in_and_return
from platform_core.access import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever holds no seat is led back to the call: it says openly who was drawn, by code."""
    found, now = find_call(pk), timezone.now()
    if not request.user.is_authenticated:
        return sign_in_and_return(request, reverse("portal:agenda_seat", args=[pk]))
    if drawn_as(me(request), found) is None:
        return redirect("portal:agenda_call", pk)
    status, refusal = 200, None
    if request.method == "POST":
        try:
            return _answered(request, pk)
        except Refused as error:
            status, refusal = error.status, error.verdict
    today = timezone.localdate(now)
    context = {
        "call": found,
        "begins_on": today,
        "ends_on": end_of_term(today, found.term_months),
        "answer_by": destroyed_from(found),
        "verdict": refusal or may_accept(me(request), found),
    }
    return render_page(request, "portal/agenda/seat.html", context, section="my_page", status=status)


def _answered(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = find_call(pk), timezone.now()
    if request.POST.get("wish") == "decline":
        decline_seat(call=found, person=me(request), at=now)
        messages.success(request, _("Thank you for telling us. The next of the list is asked."))
        return redirect("portal:agenda_call", pk)
    accept_seat(call=found, person=me(request), at=now)
    messages.success(request, _("Welcome! Here you find what needs you, and by when."))
    return redirect("portal:agenda_room")
