"""What stands on a ballot, in its order. No script is needed to put it in order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.ballots import options as room
from civic.ballots.models import Option
from civic.ballots.rules import may_change_ballot, may_prepare
from civic.desk.forms.ballots import OptionForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.ballots import find_ballot
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def options(request: HttpRequest, pk: int) -> HttpResponse:
    """One more, behind the others."""
    found = find_ballot(request, pk)
    require(may_prepare(request.user))
    is_sent = request.method == "POST"
    form = OptionForm(request.POST, request.FILES, ballot=found) if is_sent else OptionForm(ballot=found)
    if form.is_valid():
        try:
            room.add_option(
                ballot=found,
                writing=form.writing,
                picture=form.cleaned_data["picture"],
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Added behind the others."))
            return redirect("desk:ballot_options", pk)
    context = {
        "form": form,
        "ballot": found,
        "options": found.options.all(),
        "locked": may_change_ballot(request.user, found),
    }
    return render(request, "desk/ballots/options.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def option(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    found = find_ballot(request, pk)
    require(may_prepare(request.user))
    known = get_object_or_404(Option.objects.select_related("ballot"), ballot=found, pk=option, code="")
    is_sent = request.method == "POST"
    form = (
        OptionForm(request.POST, request.FILES, ballot=found, option=known)
        if is_sent
        else OptionForm(ballot=found, option=known)
    )
    if form.is_valid():
        try:
            room.change_option(
                option=known,
                writing=form.writing,
                picture=form.cleaned_data["picture"],
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:ballot_options", pk)
    context = {"form": form, "ballot": found, "option": known}
    return render(request, "desk/ballots/option.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def option_place(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    """`move` is up or down."""
    known = get_object_or_404(Option, ballot=find_ballot(request, pk), pk=option)
    up = request.POST.get("move") == "up"
    room.move_option(option=known, up=up, by=colleague(request), at=timezone.now())
    return redirect("desk:ballot_options", pk)


@require_POST
@staff_page
def option_removal(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    known = get_object_or_404(Option, ballot=find_ballot(request, pk), pk=option, code="")
    room.remove_option(option=known, by=colleague(request), at=timezone.now())
    messages.success(request, _("It does not stand on the ballot any more."))
    return redirect("desk:ballot_options", pk)
