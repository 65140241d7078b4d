"""How long things are kept: the public table."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from civic.portal.page import render_page
from civic.privacy.schedules import schedules


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/retention.html", {"rows": schedules()})
