"""A call for volunteers, one's own application, and everything that is needed to check the draw.

For somebody who has never sat on anything and wonders whether it is really left to chance.
"""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.agenda import verify_draw
from civic.agenda.lottery import destroyed_from, published
from civic.agenda.models import Call, Volunteer
from civic.agenda.queries import calls_shown
from civic.agenda.volunteering import may_volunteer, seated_codes, volunteer, withdraw
from civic.portal.agenda_forms import VolunteerForm
from civic.portal.agenda_words import place_of, quota_rows, steps_of
from civic.portal.finding import me
from civic.portal.page import address_with, house, render_page, sign_in_and_return
from platform_core.access import Refused

CODES = 100


def find_call(pk: int) -> Call:
    """One that has begun. Raises Http404."""
    return get_object_or_404(calls_shown(timezone.now()), pk=pk)


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = find_call(pk), timezone.now()
    mine = _mine(request, found)
    context = {
        "call": found,
        "quotas": quota_rows(found),
        "steps": steps_of(found, now),
        "verdict": may_volunteer(request.user, found, now),
        "is_open": found.is_open_at(now),
        "mine": mine,
        "destroyed_from": destroyed_from(found),
        "terms_digest": verify_draw.terms_digest(found.terms),
        "list_digest": verify_draw.list_digest(found.codes) if found.frozen_at else "",
        "seated": seated_codes(found) if found.settled_at else [],
        **_codes(request, found),
    }
    return render_page(request, "portal/agenda/call.html", context, section="agenda")


def _codes(request: HttpRequest, found: Call) -> dict[str, object]:
    """The public list, a hundred at a time."""
    typed = request.GET.get("from", "")
    start = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    rows = [{**one, "place": place_of(found, one["code"])} for one in found.codes[start : start + CODES]]
    more = start + CODES < len(found.codes)
    return {
        "codes": rows,
        "next_url": address_with(request, **{"from": str(start + CODES)}) + "#list" if more else "",
        "first_url": address_with(request, **{"from": None}) + "#list" if start else "",
    }


def _mine(request: HttpRequest, found: Call) -> Volunteer | None:
    if not request.user.is_authenticated:
        return None
    return Volunteer.objects.filter(call=found, user=me(request)).first()


@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = find_call(pk), timezone.now()
    if not request.user.is_authenticated:
        return sign_in_and_return(request, reverse("portal:agenda_application", args=[pk]))
    if _mine(request, found) is not None:
        return redirect("portal:agenda_code", pk)
    form = VolunteerForm(request.POST or None, call=found, initial={"name": me(request).name})
    verdict, status = may_volunteer(request.user, found, now), 422 if form.is_bound else 200
    if verdict.allowed and form.is_valid():
        try:
            volunteer(call=found, person=me(request), at=now, **{"region": "", **form.cleaned_data})
        except Refused as refusal:
            verdict, status = refusal.verdict, refusal.status
        else:
            messages.success(request, _("You are on the list. Keep your code and your random number."))
            return redirect("portal:agenda_code", pk)
    context = {"call": found, "form": form, "verdict": verdict, "destroyed_from": destroyed_from(found)}
    return render_page(request, "portal/agenda/application.html", context, section="agenda", status=status)


@require_safe
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """My code, how it was made, and where it stands."""
    found = find_call(pk)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, reverse("portal:agenda_code", args=[pk]))
    mine = _mine(request, found)
    if mine is None:
        return redirect("portal:agenda_call", pk)
    context = {
        "call": found,
        "mine": mine,
        "place": place_of(found, mine.code),
        "is_seated": found.settled_at is not None and mine.code in seated_codes(found),
        "destroyed_from": destroyed_from(found),
    }
    return render_page(request, "portal/agenda/code.html", context, section="agenda")


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_call(pk)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, reverse("portal:agenda_code", args=[pk]))
    if withdraw(call=found, person=me(request), at=timezone.now()):
        messages.success(request, _("You have withdrawn. What you stated is destroyed."))
    else:
        messages.info(request, _("You are not on this list. Nothing was changed."))
    return redirect("portal:agenda_call", pk)


@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is public, for verify_draw.py and whoever writes a program of their own."""
    told = {"institution": house(request).name, **published(find_call(pk))}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="draw-{pk}.json"'
    return response


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The very file that draws."""
    source = Path(verify_draw.__file__)
    return FileResponse(
        source.open("rb"),
        as_attachment=True,
        filename=source.name,
        content_type="text/x-python; charset=utf-8",
    )
