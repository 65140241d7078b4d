"""Kiosks: which tablets are switched on, and who has typed at one and now stands at the counter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from civic.debates.models import Side
from civic.desk.forms.paper import KioskForm, VisitForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.journeys.kiosk import finish_at_the_counter
from civic.paper.kiosks import may_manage_kiosks, revoke_kiosk, set_up_kiosk
from civic.paper.models import KioskDevice
from civic.paper.recognising import Unrecognisable
from civic.paper.rules import may_enter_paper
from civic.paper.visits import end_visit, waiting_visits
from civic.privacy.places import Place
from platform_core.access import Refused, require

MOST_WAITING = 50
MOST_DEVICES = 50


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page
def kiosks(request: HttpRequest) -> HttpResponse:
    """The code of a new device stands on this page once, and nowhere else."""
    require(may_manage_kiosks(request.user))
    now = timezone.now()
    form = KioskForm(request.POST or None)
    made, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        made = set_up_kiosk(**form.cleaned_data, by=colleague(request), at=now)
        form, status = KioskForm(), 200
    context = {
        "form": form,
        "made": made,
        "address": request.tenant.address("/kiosk/"),  # type: ignore[attr-defined]
        "devices": KioskDevice.objects.select_related("made_by")[:MOST_DEVICES],
        "waiting": waiting_visits(now)[:MOST_WAITING],
        "now": now,
    }
    return render(request, "desk/paper/kiosks.html", context, status=status)


@require_POST
@staff_page
def kiosk_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_manage_kiosks(request.user))
    device = get_object_or_404(KioskDevice, pk=pk)
    if revoke_kiosk(device=device, by=colleague(request), at=timezone.now()):
        messages.success(request, _("The device is switched off."))
    return redirect("desk:kiosks")


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page
def kiosk_visit(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_enter_paper(request.user))
    visit = get_object_or_404(waiting_visits(timezone.now()), pk=pk)
    if request.POST.get("do") == "send_away":
        end_visit(visit)
        messages.success(request, _("Nothing was counted, and what was typed is gone."))
        return redirect("desk:kiosks")
    form = VisitForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            deed = finish_at_the_counter(
                visit=visit,
                seen=data["seen"],
                confirmed=tuple(data["confirmed"]),
                full_years=data["full_years"],
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        except Unrecognisable as error:
            form.add_error(None, str(error))
        else:
            new = deed.given_at is not None
            said = _("Confirmed and counted.") if new else _("This person has supported it already.")
            messages.success(request, said)
            return redirect("desk:kiosks")
    side = visit.typed.get("side", "")
    shows(request, Place.KIOSK, others=1, number=visit.pk)
    context = {"form": form, "visit": visit, "side": Side(side).label if side in Side.values else ""}
    return render(request, "desk/paper/visit.html", context, status=422 if form.is_bound else 200)
