"""The door an operator comes in by. Whoever opens the pass's address has done nothing yet: only the button does."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.visited import SESSION_KEY
from civic.visits.actions import begin_visit, end_visit
from civic.visits.models import Ending
from civic.visits.passes import read_pass
from tenants.middleware import exact_host


@require_http_methods(["GET", "POST"])
@never_cache
def entry(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("pass", "") if request.method == "POST" else request.GET.get("pass", "")
    given = read_pass(token, host=exact_host(request) or "")
    if request.method == "POST":
        visit = begin_visit(given=given, at=timezone.now())
        # Whoever was signed in with this browser is somebody else.
        request.session.flush()
        request.session[SESSION_KEY] = visit.pk
        request.session.set_expiry(visit.until)
        rotate_token(request)
        return redirect("desk:home")
    response = render(request, "desk/visits/entry.html", {"given": given, "token": token})
    response["Referrer-Policy"] = "same-origin"
    return response


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    visit = getattr(request, "visit", None)
    if visit is not None:
        end_visit(visit=visit, because=Ending.LEFT, at=timezone.now(), by=request.user)
        request.session.flush()
    return redirect("visits:over")


@require_safe
@never_cache
def over(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/visits/over.html")
