"""Which languages the institution's pages are in. Opened by an administrator, once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.languages import LanguagesForm
from civic.desk.gate import colleague, staff_page
from civic.journeys.describe import choose_languages, may_describe_institution
from platform_core.access import require
from tenants.queries import as_it_is_now


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def languages(request: HttpRequest) -> HttpResponse:
    require(may_describe_institution(request.user))
    institution = as_it_is_now(request.tenant)  # type: ignore[attr-defined]
    initial = {"spoken": institution.languages, "first": institution.default_language}
    form = LanguagesForm(request.POST or None, initial=initial)
    if form.is_valid():
        done = choose_languages(languages=form.languages(), by=colleague(request), at=timezone.now())
        messages.success(request, _("Saved.")) if done else messages.info(request, _("Nothing was changed."))
        return redirect("desk:languages")
    return render(request, "desk/languages.html", {"form": form}, status=422 if form.is_bound else 200)
