"""Moving an institution: its export, what was set aside by a restore, and the commands for the rest."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.access import Refused
from platform_core.accounts.models import User
from platform_core.accounts.once_more import proves
from platform_core.console.gate import operators_only
from platform_core.console.panels import panel
from platform_core.console.sides import links
from tenants.models import Institution, Standing
from tenants.moving.archive.signing import own_keys
from tenants.moving.forms import ExportForm
from tenants.moving.models import Export, KeptSchema
from tenants.moving.ordering import exports_of, fetched, link_word, order_export
from tenants.moving.tasks import hand_out


@sensitive_post_parameters("code", "passphrase")
@require_http_methods(["GET", "POST"])
@operators_only
def moving(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Institution.objects.exclude(standing=Standing.PREPARING), pk=pk)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ordered(request, found, form):
        messages.success(request, _("Ordered. A worker writes it now; this page says how far it has come."))
        return redirect("console:moving", pk=pk)
    context = {
        "institution_moved": found,
        "form": form,
        "exports": [_row(one) for one in exports_of(found)],
        "kept": list(KeptSchema.objects.filter(institution=found)[:10]),
        "key": own_keys()[0],
        "side_links": links("institutions"),
    }
    return render(request, "console/moving.html", context, status=422 if form.errors else 200)


def _row(export: Export) -> dict[str, Any]:
    address = reverse("console:export_file", args=[export.pk])
    is_there = export.state == Export.State.DONE
    return {
        "export": export,
        "url": f"{address}?{urlencode({'pass': link_word(export)})}" if is_there else "",
    }


def _ordered(request: HttpRequest, institution: Institution, form: ExportForm) -> bool:
    """False with what is wrong written into the form."""
    operator = request.user
    assert isinstance(operator, User)
    verdict = proves(request, form.cleaned_data["code"])
    if not verdict.allowed:
        form.add_error("code", str(verdict.sentence))
        return False
    try:
        export = order_export(
            institution=institution,
            reason=form.cleaned_data["reason"],
            passphrase=form.cleaned_data["passphrase"],
            by=operator,
            by_operator=True,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused.verdict.sentence))
        return False
    hand_out(pk=export.pk)
    return True


@require_safe
@operators_only
def export_file(request: HttpRequest, pk: int) -> FileResponse:
    known = get_object_or_404(Export.objects.select_related("institution"), pk=pk)
    taken = fetched(
        institution=known.institution,
        key=str(known.key),
        word=request.GET.get("pass", ""),
        at=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
        by_operator=True,
    )
    if taken is None:
        raise Http404
    export, path = taken
    name = f"{known.institution.primary_host.partition('.')[0]}-{export.ordered_at:%Y%m%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@panel("console/panels/moving.html", position=62)
def moving_panel(request: HttpRequest, institution: Institution) -> dict[str, Any] | None:
    return None if institution.standing == Standing.PREPARING else {}
