"""What waits because too much came at once, and the institution's own numbers for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.abuse.braking import Most, lift_stop, limits_here, set_limit
from civic.abuse.invalidating import may_invalidate
from civic.abuse.models import Scope, Stop
from civic.desk.forms.abuse import BrakeForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.proposals.paging import LARGEST_ID
from platform_core.access import require


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def stops(request: HttpRequest) -> HttpResponse:
    """One form for each kind of limit; saved one by one."""
    require(may_invalidate(request.user))
    at, sent = timezone.now(), request.POST.get("scope", "")
    forms = {scope: _form(request, scope, most, sent) for scope, most in limits_here().items()}
    bound = next((form for form in forms.values() if form.is_bound), None)
    if bound is not None and bound.is_valid():
        chosen = {name: bound.cleaned_data[name] for name in ("burst", "sustained", "minutes")}
        set_limit(scope=Scope(sent), most=Most(**chosen), by=colleague(request), at=at)
        messages.success(request, _("Saved. It holds from the next minute on."))
        return redirect("desk:abuse_stops")
    page = page_of(request, Stop.objects.select_related("lifted_by"))
    context = {
        "forms": [(scope, form, form.is_bound) for scope, form in forms.items()],
        "page": page,
        "rows": [{"one": one, "is_in_force": one.is_in_force_at(at)} for one in page.rows],
    }
    return render(request, "desk/abuse/stops.html", context, status=422 if bound else 200)


def _form(request: HttpRequest, scope: Scope, most: Most, sent: str) -> BrakeForm:
    kept = {"scope": scope.value, "burst": most.burst, "sustained": most.sustained, "minutes": most.minutes}
    data = request.POST if request.method == "POST" and sent == scope else None
    return BrakeForm(data, initial=kept, auto_id=f"id_{scope}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def lifting(request: HttpRequest, number: int) -> HttpResponse:
    """A GET, such as a reload, leads to the list."""
    require(may_invalidate(request.user))
    if request.method == "POST":
        found = get_object_or_404(Stop, pk=min(number, LARGEST_ID))
        if lift_stop(stop=found, by=colleague(request), at=timezone.now()):
            messages.success(request, _("Lifted."))
    return redirect("desk:abuse_stops")
