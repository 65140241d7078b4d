"""One institution: how it is now, where it is found, its steps, and everything operators did about it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from platform_core.console.finding import condition_of
from platform_core.console.gate import operators_only
from platform_core.console.panels import drawn, panel
from platform_core.console.sides import links
from platform_core.events.models import Event
from tenants.models import Institution, SchemaMigration
from tenants.watching.figures import look_now
from tenants.watching.models import Certificate

HISTORY_PAGE = 25
MIGRATIONS_SHOWN = 5


@require_safe
@operators_only
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Institution.objects.prefetch_related("domains"), pk=pk)
    hosts = sorted(found.domains.all(), key=lambda host: (not host.is_primary, host.domain))
    context = {
        "institution": found,
        "host": hosts[0].domain if hosts else "",
        "panels": drawn(request, found),
        "side_links": links("institutions"),
    }
    return render(request, "console/institution.html", context)


@panel("console/panels/figures.html", position=10)
def figures(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    now = look_now(institution, at=timezone.now())
    if now is None:
        return None
    institution.figures = now
    return {"figures": now, "condition": condition_of(institution)}


@panel("console/panels/domains.html", position=30)
def domains(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    seen = {one.domain: one for one in Certificate.objects.filter(institution=institution)}
    own = {one.domain: one for one in institution.own_domains.order_by("pk")}
    hosts = [one.domain for one in institution.domains.order_by("-is_primary", "domain")]
    names = [*hosts, *(name for name in own if name not in hosts)]
    rows = [{"name": name, "own": own.get(name), "certificate": seen.get(name)} for name in names]
    return {"rows": rows} if rows else None


@panel("console/panels/migrations.html", position=50)
def migrations(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    rows = SchemaMigration.objects.filter(institution=institution).order_by("-pk")[:MIGRATIONS_SHOWN]
    return {"rows": rows} if rows else None


@panel("console/panels/history.html", position=90)
def history(request: HttpRequest, institution: Institution) -> dict[str, Any]:
    about = Q(subject_type="tenants.institution", subject_id=institution.pk)
    events = Event.objects.filter(about).select_related("actor").order_by("-pk")
    return {"page": Paginator(events, HISTORY_PAGE).get_page(request.GET.get("history"))}
