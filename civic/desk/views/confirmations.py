"""Confirming who somebody is. Opened at the counter, with the person standing on the other side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.confirmations import ConfirmForm, FindPersonForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows
from civic.people.confirming import believed_of, confirm_person, end_confirmation, may_confirm
from civic.people.models import Confirmation
from civic.privacy.places import Place
from platform_core.access import require
from platform_core.accounts.models import User


@require_http_methods(["GET", "POST"])
@staff_page
def confirmations(request: HttpRequest) -> HttpResponse:
    """Finds one account by its whole address."""
    require(may_confirm(request.user))
    form = FindPersonForm(request.POST or None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        found = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is not None:
            return redirect("desk:confirmation", found.pk)
        form.add_error("email", _("Nobody has an account with this address here."))
    return render(request, "desk/confirmations.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def confirmation(request: HttpRequest, person: int) -> HttpResponse:
    require(may_confirm(request.user))
    found = get_object_or_404(User, pk=person, is_active=True)
    now = timezone.now()
    form = ConfirmForm(request.POST or None)
    verdict = may_confirm(request.user, found)
    if verdict.allowed and form.is_valid():
        confirm_person(person=found, **form.cleaned_data, by=colleague(request), at=now)
        messages.success(request, _("Confirmed. It counts from now on."))
        return redirect("desk:confirmation", found.pk)
    shows(request, Place.COUNTER, [found.pk])
    context = {"form": form, "person": found, "rows": believed_of(found, now), "verdict": verdict}
    return render(request, "desk/confirmation.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def confirmation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then ends it."""
    require(may_confirm(request.user))
    row = get_object_or_404(Confirmation.objects.select_related("user"), pk=pk, ended_at=None)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        end_confirmation(
            confirmation=row, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("It counts no longer."))
        return redirect("desk:confirmation", row.user_id)
    shows(request, Place.COUNTER, [row.user_id])
    context = {"form": form, "row": row}
    return render(request, "desk/confirmation_end.html", context, status=422 if form.is_bound else 200)
