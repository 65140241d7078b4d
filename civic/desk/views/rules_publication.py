"""From the draft to the rules in force: what differs, why, and whether a colleague agrees."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.rules import PublicationForm
from civic.desk.gate import colleague, staff_page
from civic.desk.rules_findings import findings_of
from civic.desk.rules_page import beside_context, draft_or_404, process_or_404
from civic.journeys.change_rules import (
    agree_to_publish,
    ask_to_publish,
    publish_alone,
    take_back_request,
)
from civic.processes.document import RulesError
from civic.processes.drafting import read_draft
from civic.processes.models import Process, ProcessDraft, ProcessVersion
from civic.processes.publishing import Overtaken
from civic.processes.rules import may_agree_to_draft, may_publish_rules
from civic.processes.words import differences, tell
from platform_core.access import require


@require_http_methods(["GET", "POST"])
@staff_page
def publication(request: HttpRequest, process: int) -> HttpResponse:
    """POST publishes, or asks a second person where two are needed."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    draft = ProcessDraft.objects.filter(process=found).first()
    if draft is None:
        if request.method == "POST":
            return _overtaken(request, found)
        return redirect("desk:rules_process", found.pk)
    if request.method == "GET":
        return _page(request, found, draft_or_404(found), _fresh_form(found, draft))
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _page(request, found, draft_or_404(found), form, status=422)
    return _carry_out(request, found, form)


def _carry_out(request: HttpRequest, process: Process, form: PublicationForm) -> HttpResponse:
    how = ask_to_publish if process.needs_two_people else publish_alone
    try:
        done = how(process=process, **form.cleaned_data, by=colleague(request), at=timezone.now())
    except Overtaken:
        return _overtaken(request, process)
    except RulesError as error:
        form.add_error(None, error.sentence)
        return _page(request, process, draft_or_404(process), form, status=422)
    if isinstance(done, ProcessVersion):
        return _published(request, process, done)
    messages.success(request, _("Now another administrator has to agree. They find it under “Rules”."))
    return redirect("desk:rules_publication", process.pk)


def _published(request: HttpRequest, process: Process, version: ProcessVersion) -> HttpResponse:
    said = _("Version %(number)d is in force for everything that begins from now on.")
    messages.success(request, said % {"number": version.number})
    return redirect("desk:rules_process", process.pk)


@require_POST
@staff_page
def draft_agreement(request: HttpRequest, process: int) -> HttpResponse:
    """`act` is agree, or back: the request is taken back and the draft goes on."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    who, now = colleague(request), timezone.now()
    try:
        if request.POST.get("act") != "agree":
            take_back_request(process=found, by=who, at=now)
            messages.success(request, _("The draft can be changed again."))
            return redirect("desk:rules_draft", found.pk)
        seen, seen_number = (_number(request.POST.get(name)) for name in ("seen", "seen_number"))
        version = agree_to_publish(process=found, seen=seen, seen_number=seen_number, by=who, at=now)
    except Overtaken:
        return _overtaken(request, found)
    except RulesError as error:
        messages.error(request, error.sentence)
        return redirect("desk:rules_publication", found.pk)
    return _published(request, found, version)


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 10 else -1


def _overtaken(request: HttpRequest, process: Process) -> HttpResponse:
    """Somebody changed the draft, or published, since this was compared: compare again, nothing is lost."""
    process = process_or_404(process.pk)
    draft = ProcessDraft.objects.filter(process=process).first()
    if draft is None:
        context = {"process": process, "typed": [(_("Reason"), request.POST.get("reason", ""))]}
        return render(request, "desk/rules/gone.html", context, status=409)
    form = _fresh_form(process, draft, reason=request.POST.get("reason", ""))
    return _page(request, process, draft_or_404(process), form, status=409, overtaken_now=True)


def _fresh_form(process: Process, draft: ProcessDraft, reason: str = "") -> PublicationForm:
    version = process.current_version
    return PublicationForm(
        initial={
            "reason": reason or draft.reason,
            "brings_along": draft.brings_along,
            "seen": draft.edition,
            "seen_number": version.number if version else 0,
        }
    )


def _page(
    request: HttpRequest,
    process: Process,
    draft: ProcessDraft,
    form: PublicationForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    rules, mistakes = read_draft(draft.document)
    version = process.current_version
    errors = [] if mistakes or rules is None else findings_of(process, rules)
    mistakes += [RulesError(one.path, one.sentence) for one in errors if one.tone == "bad"]
    complete = rules if not mistakes else None
    context = {
        "process": process,
        "draft": draft,
        "version": version,
        "form": form,
        "changes": differences(version.rules, complete) if version and complete else [],
        "may_agree": may_agree_to_draft(request.user, draft),
        **beside_context(process, draft, tell(complete) if complete else None, mistakes, []),
        **more,
    }
    return render(request, "desk/rules/publication.html", context, status=status)
