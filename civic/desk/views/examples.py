"""What an institution on trial was shown to begin with, and how it goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.gate import colleague, staff_page
from civic.journeys.examples import count_examples, may_remove_examples, remove_examples
from platform_core.access import require


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def examples(request: HttpRequest) -> HttpResponse:
    require(may_remove_examples(request.user))
    if request.method == "POST":
        if remove_examples(by=colleague(request), at=timezone.now()):
            messages.success(request, _("The examples are gone. What is here now is your own."))
        return HttpResponseRedirect(reverse("desk:home"))
    return render(request, "desk/examples.html", {"counts": count_examples()})
