"""How we compare with others. Opened by an administrator before the yearly report to the council."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.gate import colleague, staff_page
from civic.journeys.compare import choose_comparison
from civic.journeys.describe import may_describe_institution
from platform_core.access import require
from tenants.queries import as_it_is_now
from tenants.watching.benchmarks import CELL, K, compared, takes_part


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def comparison(request: HttpRequest) -> HttpResponse:
    require(may_describe_institution(request.user))
    if request.method == "POST":
        wants = request.POST.get("takes_part") == "yes"
        if choose_comparison(takes_part=wants, by=colleague(request), at=timezone.now()):
            messages.success(request, _("You take part.") if wants else _("You no longer take part."))
        return redirect("desk:comparison")
    institution = as_it_is_now(request.tenant)  # type: ignore[attr-defined]
    is_in = takes_part(institution)
    context = {
        "is_in": is_in,
        "rows": compared(institution, at=timezone.now()) if is_in else [],
        "k": K,
        "cell": CELL,
    }
    return render(request, "desk/comparison.html", context)
