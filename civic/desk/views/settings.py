"""What the home page says about the city. Opened by an administrator, seldom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.content.duties import missing_duties
from civic.desk.forms.settings import SettingsForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.describe import describe_institution, may_describe_institution
from platform_core.access import require
from tenants.actions import ChangedMeanwhile
from tenants.queries import as_it_is_now


@require_http_methods(["GET", "POST"])
@staff_page
def settings(request: HttpRequest) -> HttpResponse:
    require(may_describe_institution(request.user))
    institution = as_it_is_now(request.tenant)  # type: ignore[attr-defined]
    form = SettingsForm(request.POST or None, institution=institution)
    if not form.is_valid():
        return _form_page(request, form, status=422 if form.is_bound else 200)
    try:
        done = describe_institution(
            tagline=form.cleaned_data["tagline"],
            words=form.words(),
            seen=form.seen(),
            by=colleague(request),
            at=timezone.now(),
        )
    except ChangedMeanwhile as change:
        form.was_overtaken(change.now)
        return _form_page(request, form, status=409)
    messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
    return redirect("desk:settings")


def _form_page(request: HttpRequest, form: SettingsForm, *, status: int) -> HttpResponse:
    missing = len(missing_duties(timezone.now()))
    context = {"form": form, "missing_duties": missing}
    return render(request, "desk/settings.html", context, status=status)
