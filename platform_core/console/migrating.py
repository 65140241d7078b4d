"""How far the last run of migrations came, who goes first, what drifted. A run itself is begun where releases are made.

Who comes: an operator during a release, who wants to know how long it will take and who is in the way; and the one who
asks an institution whether it would go first.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from tenants.migrations_across.plan import plan_for_institutions
from tenants.migrations_across.records import MigrationRun, MigrationVolunteer, SchemaDrift
from tenants.migrations_across.rings import in_rings, step_back, volunteer
from tenants.migrations_across.runs import progress_of
from tenants.models import Institution, SchemaMigration

PAGE_SIZE = 25
RUNS_SHOWN = 10
FAILURES_SHOWN = 20
DRIFTS_SHOWN = 50


@require_safe
@operators_only
def migrations(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    plan = plan_for_institutions()
    runs = list(MigrationRun.objects.all()[:RUNS_SHOWN])
    last = runs[0] if runs else None
    volunteers = MigrationVolunteer.objects.select_related("institution").order_by("institution__name", "pk")
    drifts = SchemaDrift.objects.select_related("institution")
    context: dict[str, Any] = {
        "plan": plan,
        "rings": [(ring.label, len(ones)) for ring, ones in in_rings(plan.behind).items()],
        "runs": runs,
        "last": last,
        "progress": progress_of(last, now) if last else None,
        "failures": _failures(last),
        "volunteers": Paginator(volunteers, PAGE_SIZE).get_page(request.GET.get("page")),
        "drifts": drifts[:DRIFTS_SHOWN],
        "drift_count": drifts.count(),
        "now": now,
        "side_links": links("migrations"),
    }
    return render(request, "console/migrations.html", context)


def _failures(run: MigrationRun | None) -> list[SchemaMigration]:
    if run is None:
        return []
    failed = SchemaMigration.objects.filter(target=run.target, state=SchemaMigration.State.FAILED)
    return list(failed.select_related("institution").order_by("pk")[:FAILURES_SHOWN])


@require_POST
@operators_only
def volunteering(request: HttpRequest) -> HttpResponse:
    """Let the institution at this host go before the others."""
    host = request.POST.get("host", "").strip().lower()[:253]
    found = Institution.objects.filter(domains__domain=host).first()
    if found is None:
        messages.error(request, _("No institution lives at ‘%(host)s’.") % {"host": host})
    elif volunteer(institution=found, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("%(name)s gets new versions before the others.") % {"name": found.name})
    else:
        messages.info(request, _("%(name)s goes before the others already.") % {"name": found.name})
    return HttpResponseRedirect(reverse("console:migrations"))


@require_POST
@operators_only
def stepping_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Institution, pk=pk)
    if step_back(institution=found, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("%(name)s gets new versions with all the others.") % {"name": found.name})
    return HttpResponseRedirect(reverse("console:migrations"))
