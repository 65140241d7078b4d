"""At the door, with a telephone in one hand: who is this, are they on the list, let them in."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.gatherings_people import NameForm, WalkInForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.desk.views.gatherings import managed
from civic.gatherings import attending, rules
from civic.gatherings.kinds import ALIVE
from civic.gatherings.models import Gathering, SignUp
from civic.gatherings.queries import counts_of, signup_by_code
from civic.privacy.places import Place
from platform_core.access import require

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def door(request: HttpRequest, number: int) -> HttpResponse:
    """A search by name is posted: no name stands in an address, a history or a log."""
    found = managed(request, number)
    form = NameForm(request.POST or None)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    rows, latest = _named(found, name) if name else [], _latest(found)
    shows(request, Place.DOOR, [one.user_id for one in (*rows, *latest)], number=found.pk)
    context = {
        "gathering": found,
        "form": form,
        "walk_in": WalkInForm(auto_id="walk_in_%s"),
        "counts": counts_of(found),
        "verdict": rules.may_check_in(request.user, found, timezone.now()),
        "searched": name,
        "rows": rows,
        "latest": latest,
    }
    return render(request, "desk/gatherings/door.html", context)


def _named(found: Gathering, name: str) -> list[SignUp]:
    named = Q(name__icontains=name) | Q(user__name__icontains=name)
    rows = SignUp.objects.filter(named, gathering=found, state__in=ALIVE).select_related("user")
    return list(rows.order_by("turn")[:SHOWN])


def _latest(found: Gathering) -> list[SignUp]:
    """Who came last: to undo a mistake that was just made."""
    here = SignUp.objects.filter(gathering=found, checked_in_at__isnull=False).select_related("user")
    return list(here.order_by("-checked_in_at")[:5])


@require_safe
@staff_page
def counts(request: HttpRequest, number: int) -> HttpResponse:
    """The numbers alone, asked for every few seconds by the page at the door."""
    found = managed(request, number)
    response = render(
        request,
        "desk/gatherings/counts.html",
        {"gathering": found, "counts": counts_of(found), "is_live": True},
    )
    response["X-Fragment"] = "1"
    return response


@require_POST
@staff_page
def walk_in(request: HttpRequest, number: int) -> HttpResponse:
    found = managed(request, number)
    form = WalkInForm(request.POST)
    if form.is_valid():
        attending.walk_in(
            gathering=found, name=form.cleaned_data["name"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("Counted in."))
    return redirect("desk:gathering_door", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def code(request: HttpRequest, code: str) -> HttpResponse:
    """Where a scanned code leads. Scanning shows who it is; pressing lets them in. Codes of other houses are nobody's."""
    signup = signup_by_code(code)
    if signup is None:
        raise Http404
    require(rules.may_manage(request.user, signup.gathering))
    at = timezone.now()
    if request.method == "POST":
        return _let_in(request, signup)
    shows(request, Place.DOOR, [signup.user_id], number=signup.gathering_id)
    context = {
        "signup": signup,
        "gathering": signup.gathering,
        "verdict": rules.may_check_in(request.user, signup.gathering, at),
        "standing": rules.may_be_let_in(signup),
        "counts": counts_of(signup.gathering),
    }
    return render(request, "desk/gatherings/code.html", context)


def _let_in(request: HttpRequest, signup: SignUp) -> HttpResponse:
    at, by = timezone.now(), colleague(request)
    if request.POST.get("do") == "undo":
        attending.undo_check_in(signup=signup, by=by, at=at)
        messages.info(request, _("Undone."))
    elif attending.check_in(signup=signup, by=by, at=at):
        messages.success(request, _("Checked in: %(name)s") % {"name": signup.shown_name})
    else:
        messages.info(request, _("This person had been checked in already."))
    return redirect("desk:gathering_door", signup.gathering_id)
