"""성숙 경로: from proposals to debates to votes and budgets, one step at a time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.gate import colleague, staff_page
from civic.desk.guide_page import place_of
from civic.guide.growing import Stage, Standing, path, switch_off, switch_on
from civic.guide.rules import may_grow, may_step_back
from platform_core.access import require


@require_safe
@staff_page
def guide_growing(request: HttpRequest) -> HttpResponse:
    steps = [
        {
            "step": step,
            "needs": [
                (one, [(lack, place_of(lack)) for lack in one.found.missing[:3]]) for one in step.needs
            ],
            "may_begin": may_grow(request.user).allowed and step.standing in (Standing.OFF, Standing.STOPPED),
            "may_stop": may_step_back(request.user, step.stage.value).allowed
            and step.standing in (Standing.DRAFT, Standing.ON),
        }
        for step in path(timezone.now())
    ]
    return render(request, "desk/guide/growing.html", {"steps": steps})


@require_POST
@staff_page
def guide_step(request: HttpRequest, stage: str) -> HttpResponse:
    """Switched on: its rules begin as a draft that nobody can use yet, or what was stopped goes on."""
    process = switch_on(stage=_stage(stage), by=colleague(request), at=timezone.now())
    if process.current_version_id is None:
        messages.success(
            request, _("The rules begin as a draft. Nobody sees the step until you publish them.")
        )
        return redirect("desk:rules_process", process.pk)
    messages.success(request, _("It takes new items again."))
    return redirect("desk:guide_growing")


@require_http_methods(["GET", "POST"])
@staff_page
def guide_step_back(request: HttpRequest, stage: str) -> HttpResponse:
    chosen = _stage(stage)
    require(may_step_back(request.user, chosen.value))
    if request.method == "POST":
        switch_off(stage=chosen, by=colleague(request), at=timezone.now())
        messages.success(request, _("Nothing new begins there; what has begun goes on to its end."))
        return redirect("desk:guide_growing")
    return render(request, "desk/guide/step_back.html", {"stage": chosen})


def _stage(text: str) -> Stage:
    if text not in Stage.values:
        raise Http404
    return Stage(text)
