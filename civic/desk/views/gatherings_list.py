"""The list of people: only for whoever holds the gathering, and only until its last day."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.gatherings_people import CallerForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows, takes
from civic.desk.paging import page_of
from civic.desk.views.gatherings import managed
from civic.gatherings import rules
from civic.gatherings.keeping import note_export
from civic.gatherings.kinds import ALIVE, State
from civic.gatherings.models import SignUp
from civic.gatherings.queries import counts_of
from civic.gatherings.signing import Guest, leave, sign_up_by_phone
from civic.journeys.gather import destroy_list
from civic.privacy.places import Place
from civic.proposals.paging import Order
from platform_core.access import Refused, Verdict
from platform_core.files.tables import sent_csv

IN_TURN = Order("turn", "turn", descending=False)
# What the list can be narrowed to, by the word in the address.
PARTS = {"waiting": [State.WAITING, State.OFFERED], "out": [State.CANCELLED, State.LAPSED]}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def people(request: HttpRequest, number: int) -> HttpResponse:
    """In turn; a caller is put down below it."""
    found = managed(request, number)
    form = CallerForm(request.POST or None)
    verdict = rules.may_enter_by_phone(request.user, found, timezone.now())
    if verdict.allowed and form.is_valid():
        typed = form.cleaned_data
        try:
            signup = sign_up_by_phone(
                gathering=found,
                guest=Guest(typed["name"], typed["email"], typed["phone"]),
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            return _people_page(request, found, form, refusal.verdict, refusal.status)
        messages.success(request, _("Put down: %(state)s.") % {"state": signup.get_state_display()})
        return redirect("desk:gathering_people", found.pk)
    return _people_page(request, found, form, verdict, 422 if form.is_bound else 200)


def _people_page(
    request: HttpRequest, found: Any, form: CallerForm, verdict: Verdict, status: int
) -> HttpResponse:
    part = request.GET.get("part", "")
    rows = SignUp.objects.filter(gathering=found).select_related("user", "entered_by")
    if part == "call":
        # Nobody can write to them: they are called when something changes.
        rows = rows.filter(state__in=ALIVE, user=None, email="").exclude(phone="")
    else:
        rows = rows.filter(state__in=PARTS.get(part, [State.GOING, State.OFFERED]))
    page = page_of(request, rows, order=IN_TURN)
    shows(request, Place.GATHERING, [one.user_id for one in page.rows], number=found.pk)
    context = {
        "gathering": found,
        "page": page,
        "counts": counts_of(found),
        "form": form,
        "verdict": verdict,
        "tabs": _tabs(request, part),
        "part": part,
    }
    return render(request, "desk/gatherings/people.html", context, status=status)


def _tabs(request: HttpRequest, part: str) -> list[dict[str, Any]]:
    named = [
        ("", _("With a place")),
        ("waiting", _("Waiting")),
        ("call", _("To be called")),
        ("out", _("Cancelled")),
    ]
    return [
        {"label": label, "url": f"{request.path}?part={key}" if key else request.path, "current": key == part}
        for key, label in named
    ]


@require_POST
@staff_page
def removal(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Somebody called to cancel."""
    found = managed(request, number)
    leave(signup=get_object_or_404(SignUp, gathering=found, pk=pk), at=timezone.now())
    messages.success(request, _("Cancelled. The place goes to the next person."))
    return redirect("desk:gathering_people", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def export(request: HttpRequest, number: int) -> HttpResponseBase:
    """A copy leaves the house only with a reason, and that it did is written down."""
    found = managed(request, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        rows = note_export(gathering=found, reason=reason, by=colleague(request), at=timezone.now())
        takes(request, Place.GATHERING, [one.user_id for one in rows], reason=reason, number=found.pk)
        return sent_csv(f"gathering-{found.pk}-people", _heads(), _cells(rows))
    context = {"form": form, "gathering": found, "verdict": rules.may_export(request.user, found)}
    return render(request, "desk/gatherings/export.html", context, status=422 if form.is_bound else 200)


def _heads() -> list[str]:
    return [
        _("Turn"), _("Name"), _("E-mail address"), _("Telephone number"), _("State"), _("How"),
        _("Checked in"), _("What they answered"), _("Consent"),
    ]  # fmt: skip


def _cells(rows: list[SignUp]) -> Iterator[list[Any]]:
    for one in rows:
        here = date_format(localtime(one.checked_in_at), "DATETIME_FORMAT") if one.checked_in_at else ""
        answers = " / ".join(f"{each['question']}: {each['answer']}" for each in one.answers)
        yield [
            one.turn, one.shown_name, one.mail_address, one.phone, one.get_state_display(),
            one.get_how_display(), here, answers, one.consent_version,
        ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def destruction(request: HttpRequest, number: int) -> HttpResponse:
    """Earlier than promised: a page asks once, because nothing brings it back."""
    found = managed(request, number)
    if request.method == "POST":
        destroy_list(gathering=found, by=colleague(request), at=timezone.now())
        messages.success(request, _("The list is destroyed. The counts stay."))
        return redirect("desk:gathering", found.pk)
    verdict = rules.may_destroy(request.user, found, timezone.now())
    context = {"gathering": found, "verdict": verdict, "counts": counts_of(found)}
    return render(request, "desk/gatherings/destruction.html", context)
