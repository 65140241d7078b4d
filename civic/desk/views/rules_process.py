"""One process: what its rules say, how they came about, whether it takes new items, who publishes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.rules import DescriptionForm
from civic.desk.gate import colleague, staff_page
from civic.desk.rules_page import process_or_404
from civic.journeys.change_rules import change_agreement
from civic.processes.actions import describe_process, move_process, take_new_items
from civic.processes.models import ProcessDraft
from civic.processes.rules import may_let_one_publish, may_publish_rules
from civic.processes.words import differences, told
from platform_core.access import require

VERSIONS_SHOWN = 100


@require_http_methods(["GET", "POST"])
@staff_page
def process_page(request: HttpRequest, process: int) -> HttpResponse:
    """POST gives it another name or description."""
    found = process_or_404(process)
    form = DescriptionForm(request.POST or None, process=found)
    if request.method == "POST":
        require(may_publish_rules(request.user))
        if form.is_valid():
            describe_process(process=found, **form.said(), by=colleague(request), at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("desk:rules_process", found.pk)
    version = found.current_version
    context = {
        "process": found,
        "version": version,
        "told": told(version.pk) if version else None,
        "versions": found.versions.select_related("published_by", "agreed_by").defer("document")[
            :VERSIONS_SHOWN
        ],
        "draft": ProcessDraft.objects.select_related("saved_by").filter(process=found).first(),
        "bringing": version.bringings.filter(correction=None).first() if version else None,
        "corrections": version.corrections.select_related("asked_by", "agreed_by") if version else (),
        "may_publish": may_publish_rules(request.user).allowed,
        "may_let_one": may_let_one_publish(request.user, found),
        "form": form,
    }
    return render(request, "desk/rules/process.html", context, status=422 if form.is_bound else 200)


@require_safe
@staff_page
def version(request: HttpRequest, process: int, number: int) -> HttpResponse:
    found = process_or_404(process)
    shown = get_object_or_404(found.versions.select_related("published_by", "agreed_by"), number=number)
    earlier = found.versions.filter(number__lt=number).order_by("-number").first()
    context = {
        "process": found,
        "version": shown,
        "told": told(shown.pk),
        "before": earlier,
        "changes": differences(earlier.rules, shown.rules) if earlier else [],
        "bringing": shown.bringings.filter(correction=None).first(),
        "corrections": shown.corrections.select_related("asked_by", "agreed_by"),
    }
    return render(request, "desk/rules/version.html", context)


@require_POST
@staff_page
def process_place(request: HttpRequest, process: int) -> HttpResponse:
    """`move` is up or down."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    up = request.POST.get("move") == "up"
    move_process(process=found, up=up, by=colleague(request), at=timezone.now())
    return redirect("desk:rules")


@require_POST
@staff_page
def openness(request: HttpRequest, process: int) -> HttpResponse:
    """`open` is yes or no: whether it takes new items. What has begun goes on in any case."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    is_open = request.POST.get("open") == "yes"
    if take_new_items(process=found, is_open=is_open, by=colleague(request), at=timezone.now()):
        said = _("New items may begin.") if is_open else _("Nothing new begins here. What has begun goes on.")
        messages.success(request, said)
    return redirect("desk:rules_process", found.pk)


@require_POST
@staff_page
def agreement(request: HttpRequest, process: int) -> HttpResponse:
    """`act` is two, one, agree or keep: see change_agreement."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    act = request.POST.get("act", "")
    change_agreement(process=found, act=act, by=colleague(request), at=timezone.now())
    said = {
        "two": _("From now on two administrators publish together."),
        "one": _("Another administrator now has to agree that one is enough."),
        "agree": _("From now on one administrator is enough."),
        "keep": _("It stays with two."),
    }
    if act in said:
        messages.success(request, said[act])
    return redirect("desk:rules_process", found.pk)
