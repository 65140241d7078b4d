"""The abuse cockpit: figures without addresses, quiet limits, and supports taken out of the counts.

For an administrator on the evening on which a link went round: what comes from where, how new, how fast; count
first, look what it would do, then let a worker do it, and be able to take it back.
"""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError as NobodyToTell

from civic.abuse.figures import by_age, networks, repeated, sources, whole
from civic.abuse.invalidating import begin, count_first, may_invalidate, may_undo, undo
from civic.abuse.limiting import lift_quietly, limit_quietly
from civic.abuse.models import Invalidation, Meant, State, Trace
from civic.abuse.previewing import effects
from civic.abuse.selecting import conditions_from
from civic.abuse.tasks import carry_out_invalidation
from civic.desk.forms.abuse import InvalidationForm, LiftForm, LimitForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.desk.paging import page_of
from civic.journeys.settle import count_and_settle
from civic.privacy.places import Place
from civic.proposals.paging import LARGEST_ID
from civic.restraints.models import Restraint
from platform_core.access import Refused, require
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.web.posting import posted_from

AGES = (
    gettext_lazy("Accounts of less than an hour"),
    gettext_lazy("Of less than a day"),
    gettext_lazy("Of less than a week"),
    gettext_lazy("Of less than a month"),
    pgettext_lazy("accounts", "Older"),
)
ITEMS_SHOWN = 50


@require_safe
@staff_page
def cockpit(request: HttpRequest) -> HttpResponse:
    require(may_invalidate(request.user))
    at = timezone.now()
    context = {
        "whole": whole(at),
        "sources": sources(at),
        "networks": networks(at),
        "ages": [{"label": AGES[band], "burst": b, "sustained": s} for band, b, s in by_age(at)],
        "repeated": [
            {"text": text, "count": count, "people": people} for text, count, people in repeated(at)
        ],
        "page": page_of(request, Invalidation.objects.select_related("by")),
    }
    return render(request, "desk/abuse/cockpit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def limits(request: HttpRequest) -> HttpResponse:
    """Who is limited quietly, and another one."""
    require(may_invalidate(request.user))
    form, at, status = LimitForm(request.POST or None), timezone.now(), 200
    if form.is_bound:
        status = 422
        if form.is_valid() and (person := _somebody(form)) is not None:
            data = {name: form.cleaned_data[name] for name in ("days", "ground", "reason")}
            try:
                limit_quietly(person=person, by=colleague(request), at=at, **data)
            except Refused as refusal:
                form.add_error(None, str(refusal.verdict.sentence))
            else:
                messages.success(request, _("Limited. The person is told nothing, and it ends by itself."))
                return redirect("desk:abuse_limits")
    rows = Restraint.objects.filter(is_quiet=True).select_related("person", "by", "lifted_by")
    page = page_of(request, rows)
    shown = [{"one": one, "is_in_force": one.is_in_force_at(at)} for one in page.rows]
    shows(request, Place.LIMITS, [one.person_id for one in page.rows])
    context = {"form": form, "page": page, "rows": shown, "lift": LiftForm(auto_id=False)}
    return render(request, "desk/abuse/limits.html", context, status=status)


def _somebody(form: LimitForm) -> User | None:
    found = User.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
    if found is None:
        form.add_error("email", _("Nobody here has this address."))
    return found


@posted_from("desk:abuse_limits")
@staff_page
def lifting(request: HttpRequest, number: int) -> HttpResponse:
    require(may_invalidate(request.user))
    found = get_object_or_404(Restraint, pk=min(number, LARGEST_ID), is_quiet=True)
    form = LiftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason."))
        return redirect("desk:abuse_limits")
    lift_quietly(restraint=found, by=colleague(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Lifted."))
    return redirect("desk:abuse_limits")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_invalidation(request: HttpRequest) -> HttpResponse:
    """Nothing is changed here: the answer is a number, and what it would do."""
    require(may_invalidate(request.user))
    begun = {name: request.GET[name] for name in ("items", "places") if request.GET.get(name)}
    form = InvalidationForm(request.POST or None, initial=begun)
    if form.is_valid():
        places = form.cleaned_data["places"]
        of_networks = Trace.objects.filter(network__in=places).values_list("network", flat=True)
        try:
            made = count_first(
                said=Meant(form.cleaned_data["said"]),
                asked=form.asked(frozenset(of_networks)),
                reason=form.cleaned_data["reason"],
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        else:
            return redirect("desk:invalidation", made.pk)
    return render(request, "desk/abuse/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _find(request: HttpRequest, number: int) -> Invalidation:
    require(may_invalidate(request.user))
    rows = Invalidation.objects.select_related("by", "undone_by")
    return get_object_or_404(rows, pk=min(number, LARGEST_ID))


@require_safe
@staff_page
def invalidation(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _find(request, number))


def _page(request: HttpRequest, found: Invalidation, form: ReasonForm | None = None) -> HttpResponse:
    is_counted = found.state == State.COUNTED
    context = {
        "found": found,
        "effects": effects(found.said, conditions_from(found.conditions), found.counted_at)
        if is_counted
        else [],
        "touched": found.touched.select_related("proposal")[:ITEMS_SHOWN],
        "may_undo": found.state in (State.RUNNING, State.DONE) and may_undo(request.user, found).allowed,
        "form": form or ReasonForm(),
        "conditions": _in_words(found),
    }
    return render(request, "desk/abuse/invalidation.html", context, status=422 if form else 200)


def _in_words(found: Invalidation) -> list[tuple[str, Any]]:
    data = found.conditions
    names = (
        ("items", _("Proposals")),
        ("since", _("Given from")),
        ("until", _("Given before")),
        ("networks", _("Networks")),
        ("sources", _("Addresses")),
        ("younger_than_hours", _("Hours of the account, at most")),
        ("people", _("Accounts")),
    )
    rows = [(label, _listed(data[name])) for name, label in names if data.get(name)]
    if data.get("verified") is not None:
        rows.append((_("Identity checked"), _("Yes") if data["verified"] else _("No")))
    return rows


def _listed(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    shown = ", ".join(str(one) for one in value[:20])
    return shown if len(value) <= 20 else f"{shown} … ({len(value)})"


@posted_from("desk:invalidation", "number")
@staff_page
def beginning(request: HttpRequest, number: int) -> HttpResponse:
    found = _find(request, number)
    require(may_invalidate(request.user))
    # What counts until now has its effect first, whether or not a worker runs: decision 24.
    count_and_settle(at=timezone.now())
    if begin(invalidation=found, by=colleague(request), at=timezone.now()):
        _send(found)
    return redirect("desk:invalidation", number)


@posted_from("desk:invalidation", "number")
@staff_page
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """While it is under way this cancels it: what was taken out comes back."""
    found = _find(request, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    reason = form.cleaned_data["reason"]
    if undo(invalidation=found, reason=reason, by=colleague(request), at=timezone.now()):
        _send(found)
    return redirect("desk:invalidation", number)


def _send(found: Invalidation) -> None:
    """To a worker; with nobody there to tell, the clock finds it within a minute."""
    with suppress(NobodyToTell):
        carry_out_invalidation.apply_async(kwargs={"institution_id": institution_here().pk, "pk": found.pk})
