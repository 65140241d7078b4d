"""Where old addresses lead: after a move from another site, and after a page is gone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.content.models import Redirect
from civic.content.redirecting import add_redirect, remove_redirect
from civic.content.rules import may_arrange
from civic.desk.forms.content import RedirectForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.proposals.paging import LARGEST_ID
from platform_core.access import Refused, require


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def redirects(request: HttpRequest) -> HttpResponse:
    require(may_arrange(request.user))
    form = RedirectForm(request.POST if request.method == "POST" else None)
    verdict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        try:
            add_redirect(**form.cleaned_data, by=colleague(request), at=timezone.now())
        except Refused as refusal:
            verdict, status = refusal.verdict, refusal.status
        else:
            messages.success(request, _("The old address leads on."))
            return redirect("desk:redirects")
    page = page_of(request, Redirect.objects.select_related("created_by"))
    context = {"form": form, "verdict": verdict, "page": page}
    return render(request, "desk/content/redirects.html", context, status=status)


@require_POST
@staff_page
def redirect_removal(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_arrange(request.user))
    found = get_object_or_404(Redirect, pk=min(pk, LARGEST_ID))
    if remove_redirect(redirect=found, by=colleague(request), at=timezone.now()):
        messages.success(request, _("It leads on no longer."))
    return redirect("desk:redirects")
