"""The rules in force and how they came about; administrators publish new ones.

Opened by anybody on the staff who is asked “why thirty days?”, and by an administrator with a decision
of the council in hand.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.rules import RulesForm
from civic.desk.gate import colleague, staff_page
from civic.desk.rules_words import changes, sentences
from civic.journeys.change_rules import change_rules
from civic.processes.document import RulesError
from civic.processes.models import ProcessVersion
from civic.processes.queries import current_version
from civic.processes.rules import may_publish_rules
from platform_core.access import require


@require_safe
@staff_page
def rules(request: HttpRequest) -> HttpResponse:
    version = current_version()
    context = {
        "version": version,
        "sentences": sentences(version.rules),
        "versions": version.process.versions.select_related("published_by").order_by("-number")[:100],
        "may_publish": may_publish_rules(request.user).allowed,
    }
    return render(request, "desk/rules.html", context)


@require_safe
@staff_page
def rules_version(request: HttpRequest, number: int) -> HttpResponse:
    process = current_version().process
    version = get_object_or_404(process.versions.select_related("published_by"), number=number)
    before = process.versions.filter(number__lt=number).order_by("-number").first()
    context = {
        "version": version,
        "sentences": sentences(version.rules),
        "before": before,
        "changes": changes(before.rules, version.rules) if before else [],
    }
    return render(request, "desk/rules_version.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def rules_change(request: HttpRequest) -> HttpResponse:
    """Numbers, then the difference, then publish: `step` is preview, edit or publish."""
    require(may_publish_rules(request.user))
    version = current_version()
    form = RulesForm(request.POST or None, version=version)
    if request.method == "GET":
        return _form_page(request, form, version)
    if not form.is_valid():
        return _form_page(request, form, version, status=422)
    if form.cleaned_data["seen_number"] != version.number:
        return _overtaken(request, form, version)
    step = request.POST.get("step")
    if step == "edit":
        return _form_page(request, form, version)
    if step != "publish":
        return _difference_page(request, form, version)
    return _publish(request, form, version)


def _publish(request: HttpRequest, form: RulesForm, version: ProcessVersion) -> HttpResponse:
    try:
        published = change_rules(
            process=version.process,
            seen_number=form.cleaned_data["seen_number"],
            document=form.document(),
            reason=form.cleaned_data["reason"],
            by=colleague(request),
            at=timezone.now(),
        )
    except RulesError as error:
        form.add_error(None, str(error))
        return _form_page(request, form, version, status=422)
    if published is None:
        return _overtaken(request, form, current_version())
    said = _("Version %(number)d is in force for every proposal that begins from now on.")
    messages.success(request, said % {"number": published.number})
    return redirect("desk:rules")


def _overtaken(request: HttpRequest, form: RulesForm, version: ProcessVersion) -> HttpResponse:
    """Somebody published meanwhile: the numbers typed are kept and compared with the new version."""
    form.add_error(
        None,
        _("Somebody published version %(number)d meanwhile. Compare again.") % {"number": version.number},
    )
    form.data = {**form.data.dict(), "seen_number": version.number}  # type: ignore[attr-defined]
    return _form_page(request, form, version, status=409)


def _difference_page(request: HttpRequest, form: RulesForm, version: ProcessVersion) -> HttpResponse:
    assert form.new_rules is not None
    context = {
        "form": form,
        "version": version,
        "changes": changes(version.rules, form.new_rules),
        "sentences": sentences(form.new_rules),
        "hidden": [(name, form[name].value()) for name in form.fields],
    }
    return render(request, "desk/rules_difference.html", context)


def _form_page(
    request: HttpRequest, form: RulesForm, version: ProcessVersion, *, status: int = 200
) -> HttpResponse:
    return render(request, "desk/rules_change.html", {"form": form, "version": version}, status=status)
