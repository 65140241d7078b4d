"""The processes of this institution and their rules.

Opened by anybody on the staff who is asked “why thirty days?”, and by an administrator with a decision
of the council in hand.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.rules import NewProcessForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.change_rules import begin_process
from civic.processes.models import Process
from civic.processes.rules import may_publish_rules
from platform_core.access import require


@require_safe
@staff_page
def rules(request: HttpRequest) -> HttpResponse:
    processes = Process.objects.select_related("current_version", "draft", "draft__submitted_by").order_by(
        "position", "pk"
    )
    context = {
        "processes": processes,
        "may_publish": may_publish_rules(request.user).allowed,
    }
    return render(request, "desk/rules/overview.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def new_process(request: HttpRequest) -> HttpResponse:
    """Any preset becomes a process's draft in one step; it is published like every other draft."""
    require(may_publish_rules(request.user))
    # A page that misses a process leads here with the rules that would serve.
    form = NewProcessForm(request.POST or None, initial={"preset": request.GET.get("preset", "")})
    if form.is_valid():
        process = begin_process(
            preset_key=form.cleaned_data["preset"],
            name=form.cleaned_data["name"],
            by=colleague(request),
            at=timezone.now(),
        )
        messages.success(
            request, _("Here are its rules as a draft. Nobody sees them before you publish them.")
        )
        return redirect("desk:rules_draft", process.pk)
    return render(request, "desk/rules/new.html", {"form": form}, status=422 if form.is_bound else 200)
