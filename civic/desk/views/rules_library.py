"""Rules of other institutions, and ours for them: an administrator who looks how the neighbours do it begins here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.rules import NAME_LENGTH
from civic.desk.forms.rules_library import SharingForm, TakingForm
from civic.desk.gate import colleague, staff_page
from civic.desk.rules_page import process_or_404
from civic.journeys.lend_rules import in_force, share_rules, take_rules, withdraw_rules
from civic.processes.document import RulesError, parse_rules
from civic.processes.exchange import taken, written
from civic.processes.rules import may_publish_rules
from civic.processes.words import tell, told
from platform_core.access import Refused, require
from platform_core.access.place import institution_here
from tenants import shelf
from tenants.models import SharedKind


@require_safe
@staff_page
def rules_library(request: HttpRequest) -> HttpResponse:
    require(may_publish_rules(request.user))
    context = {
        "page": shelf.shelf_of(SharedKind.RULES, page=request.GET.get("page")),
        "own": shelf.shared_by(institution_here().pk, SharedKind.RULES),
    }
    return render(request, "desk/rules/library.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def rules_library_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """What they say in sentences; POST makes a draft of our own from them."""
    require(may_publish_rules(request.user))
    found = shelf.one_of(SharedKind.RULES, pk)
    if found is None:
        raise Http404
    form = TakingForm(request.POST or None, initial={"name": found.name[:NAME_LENGTH]})
    context: dict[str, Any] = {"one": found, "form": form}
    try:
        context["told"] = tell(parse_rules(taken(found.file, timezone.now()).document))
        if form.is_valid():
            process = take_rules(
                pk=pk, name=form.cleaned_data["name"], by=colleague(request), at=timezone.now()
            )
            if process is None:
                raise Http404
            messages.success(
                request, _("Here are its rules as a draft. Nobody sees them before you publish them.")
            )
            return redirect("desk:rules_draft", process.pk)
    except RulesError as error:
        context["mistake"] = str(error.sentence)
    return render(request, "desk/rules/library_entry.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def rules_sharing(request: HttpRequest, process: int) -> HttpResponse:
    """Exactly what would leave the house, and the button that sends it."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    version, house = in_force(found), institution_here()
    file = written(found, version)
    require(shelf.may_offer(institution_id=house.pk, kind=SharedKind.RULES, file=file))
    form = SharingForm(request.POST or None, initial={"seen": shelf.digest_of(file)})
    refused = None
    if form.is_valid():
        try:
            share_rules(
                process=found,
                **form.cleaned_data,
                institution_id=house.pk,
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            refused = refusal.verdict
            form.data = {**request.POST.dict(), "seen": shelf.digest_of(file)}
        else:
            messages.success(request, _("Sent to the operator. Others read it once it is approved."))
            return redirect("desk:rules_library")
    context = {
        "process": found,
        "told": told(version.pk),
        "file": file,
        "form": form,
        "refused": refused,
        "is_refused": refused is not None,
        "house": house,
    }
    return render(request, "desk/rules/sharing.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def rules_library_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    done = withdraw_rules(
        pk=pk, institution_id=institution_here().pk, by=colleague(request), at=timezone.now()
    )
    if done:
        messages.success(request, _("Withdrawn: it is no longer in the library."))
    return redirect("desk:rules_library")
