"""What the home page says about the city, and whether people reply to each other. Opened seldom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.content.duties import missing_duties
from civic.desk.forms.settings import SettingsForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.describe import describe_institution, may_describe_institution
from civic.journeys.talking import choose_replies
from civic.proposals.replying import takes_replies
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


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def replies(request: HttpRequest) -> HttpResponse:
    require(may_describe_institution(request.user))
    if request.method == "POST":
        are_taken = request.POST.get("replies") == "yes"
        done = choose_replies(are_taken=are_taken, by=colleague(request), at=timezone.now())
        messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
    return redirect(f"{reverse('desk:settings')}#replies")


def _form_page(request: HttpRequest, form: SettingsForm, *, status: int) -> HttpResponse:
    missing = len(missing_duties(timezone.now()))
    context = {"form": form, "missing_duties": missing, "takes_replies": takes_replies(form.institution)}
    return render(request, "desk/settings.html", context, status=status)
