"""Making the static site of an institution, and erasing one: asked for by one operator, confirmed by another."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError as NobodyToTell

from platform_core.access import Refused
from platform_core.console.closing import AskForm, RepeatForm, closing_page
from platform_core.console.gate import operators_only
from platform_core.console.sides import links
from tenants.closing import certificates
from tenants.closing.erasing import ask_for_erasure, cancel_erasure, erase
from tenants.closing.making import ask_for_site, go_on
from tenants.closing.models import ErasureCertificate
from tenants.closing.tasks import make_site
from tenants.models import Institution

PAGE_SIZE = 25


@require_POST
@operators_only
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Make its static site, make it anew, or go on after an error (`do=go_on`)."""
    found = get_object_or_404(Institution, pk=pk)
    now, by = timezone.now(), request.user
    try:
        if request.POST.get("do") == "go_on":
            go_on(institution=found, at=now, by=by)  # type: ignore[arg-type]
        else:
            masks = request.POST.get("names") != "shown"
            ask_for_site(institution=found, masks_names=masks, at=now, by=by)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal.verdict.sentence))
    else:
        # Without a broker the clock sends for a worker within two minutes.
        with suppress(NobodyToTell):
            make_site.apply_async(kwargs={"institution_id": pk}, retry=False)
        messages.success(request, _("A worker makes the site. Load this page again to see how far it is."))
    return _back(pk)


@require_POST
@operators_only
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it, cancel it, or confirm what another operator asked for (`do`)."""
    found = get_object_or_404(Institution, pk=pk)
    deeds: dict[str, Callable[[HttpRequest, Institution], HttpResponse]] = {
        "ask": _ask,
        "cancel": _cancel,
        "confirm": _confirm,
    }
    return deeds.get(request.POST.get("do", ""), lambda request, found: _back(pk))(request, found)


def _ask(request: HttpRequest, found: Institution) -> HttpResponse:
    form = AskForm(request.POST, prefix="ask")
    if form.is_valid():
        host, reason = form.cleaned_data["host"], form.cleaned_data["reason"]
        by, now = request.user, timezone.now()
        try:
            ask_for_erasure(institution=found, confirm=host, reason=reason, at=now, by=by)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("host", str(refusal.verdict.sentence))
        else:
            messages.success(
                request, _("Asked for. Another operator confirms it when the waiting period is over.")
            )
            return _back(found.pk)
    return closing_page(request, found, ask_form=form)


def _cancel(request: HttpRequest, found: Institution) -> HttpResponse:
    if cancel_erasure(institution=found, at=timezone.now(), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Cancelled: nothing is erased."))
    return _back(found.pk)


def _confirm(request: HttpRequest, found: Institution) -> HttpResponse:
    form = RepeatForm(request.POST, prefix="confirm")
    if form.is_valid():
        host, by, now = form.cleaned_data["host"], request.user, timezone.now()
        try:
            done = erase(institution=found, confirm=host, at=now, by=by)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("host", f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        else:
            return HttpResponseRedirect(reverse("console:certificate", args=[done.pk]))
    return closing_page(request, found, confirm_form=form)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:closing", args=[pk]))


@require_safe
@operators_only
def certificates_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(ErasureCertificate.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "console/erasures.html", {"page": page, "side_links": links("erasures")})


@require_safe
@operators_only
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ErasureCertificate, pk=pk)
    said = found.document
    context = {
        "certificate": found,
        "said": said,
        "rows": sum(said["tables"].values()),
        "side_links": links("erasures"),
    }
    return render(request, "console/certificate.html", context)


@require_safe
@operators_only
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what is signed; with ?signature, the signature of it."""
    found = get_object_or_404(ErasureCertificate, pk=pk)
    wants_signature = "signature" in request.GET
    words = found.signature.encode() if wants_signature else certificates.words_of(found)
    response = HttpResponse(words, content_type="application/json")
    name = f"erasure-{found.number}{'.sig' if wants_signature else ''}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
