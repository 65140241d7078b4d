"""Open items under new rules: what would become of each, and the correction of what is frozen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.rules import CorrectionForm
from civic.desk.gate import colleague, staff_page
from civic.desk.rules_page import process_or_404
from civic.desk.rules_recount import recount_words
from civic.journeys.bring_along import open_items, outlook
from civic.journeys.correct_rules import (
    agree_to_correct,
    ask_to_correct,
    recount_preview,
    refuse_to_correct,
)
from civic.processes.document import Rules
from civic.processes.drafting import read_draft
from civic.processes.models import Process, ProcessDraft, RuleCorrection
from civic.processes.rules import may_agree_to_correction, may_publish_rules
from platform_core.access import require

ITEMS_SHOWN = 50


@require_safe
@staff_page
def items(request: HttpRequest, process: int) -> HttpResponse:
    """What would become of every open item: under the draft, or without one under the rules in force."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    rules, is_draft = _new_rules(found)
    if rules is None:
        messages.info(request, _("First fill in what is missing: then it can be worked out."))
        return redirect("desk:rules_draft" if is_draft else "desk:rules_process", found.pk)
    besides = None if is_draft else found.current_version
    page = Paginator(open_items(found, besides=besides), ITEMS_SHOWN).get_page(request.GET.get("page"))
    context = {
        "process": found,
        "is_draft": is_draft,
        "page": page,
        "prospects": outlook(list(page.object_list), rules, timezone.now()),
    }
    return render(request, "desk/rules/items.html", context)


def _new_rules(process: Process) -> tuple[Rules | None, bool]:
    draft = ProcessDraft.objects.filter(process=process).first()
    if draft is not None:
        rules, mistakes = read_draft(draft.document)
        return (None if mistakes else rules), True
    return (process.current_version.rules if process.current_version else None), False


@require_http_methods(["GET", "POST"])
@staff_page
def correction(request: HttpRequest, process: int) -> HttpResponse:
    """The recount before anybody decides; POST asks a second administrator to agree."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    version = found.current_version
    if version is None:
        return redirect("desk:rules_process", found.pk)
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        ask_to_correct(
            process=found, notice=form.cleaned_data["notice"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("Another administrator now has to agree. They find it under “Rules”."))
        return redirect("desk:rules_process", found.pk)
    context = {
        "process": found,
        "version": version,
        "preview": recount_words(recount_preview(version, timezone.now()), version.rules),
        "form": form,
    }
    return render(request, "desk/rules/correction.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def correction_decision(request: HttpRequest, process: int, pk: int) -> HttpResponse:
    """`act` is agree, or anything else to leave things as they are."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    asked = get_object_or_404(RuleCorrection, pk=pk, version__process=found)
    who, now = colleague(request), timezone.now()
    if request.POST.get("act") == "agree":
        require(may_agree_to_correction(who, asked))
        agree_to_correct(correction=asked, by=who, at=now)
        messages.success(request, _("It is public now, and the items are being counted again."))
    elif refuse_to_correct(correction=asked, by=who, at=now):
        messages.success(request, _("Nothing is corrected."))
    return redirect("desk:rules_process", found.pk)
