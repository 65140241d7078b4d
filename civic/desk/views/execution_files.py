"""Files beside the plan, taken away with a reason; and items that are carried out together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.desk.forms.execution_report import FileForm, SharingForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.execution import find_execution, title_of
from civic.execution.models import ExecutionFile
from civic.execution.queries import items_of
from civic.execution.rules import may_change_plan
from civic.journeys import carry_out
from civic.people.rules import is_moderator
from civic.proposals.models import Proposal
from platform_core.access import Refused, no, require
from platform_core.files.refusal import RefusedFile

FORM = "desk/execution/form.html"


@require_http_methods(["GET", "POST"])
@staff_page
def new_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_execution(pk)
    items = items_of(found)
    require(may_change_plan(request.user, items, timezone.now()))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        picture, by = form.cleaned_data["picture"], colleague(request)
        try:
            carry_out.add_file(execution=found, picture=picture, by=by, at=timezone.now())
            messages.success(request, _("Added."))
            return redirect("desk:execution", pk)
        except RefusedFile as refusal:
            form.add_error("file", refusal.sentence)
    context = {
        "execution": found,
        "form": form,
        "title": _("New file beside the plan"),
        "button": _("Add"),
        "lead": title_of(items),
    }
    return render(request, FORM, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def file_removal(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Also when all is finished: a face on a photograph may have to go years later."""
    found = find_execution(pk)
    items = items_of(found)
    verdict = may_change_plan(request.user, items, timezone.now())
    if verdict.code != "stage_closed":
        require(verdict)
    known = get_object_or_404(
        ExecutionFile.objects.select_related("execution"), pk=file, execution=found, removed_at=None
    )
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        by = colleague(request)
        carry_out.take_file_away(file=known, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
        messages.success(request, _("Taken away for good."))
        return redirect("desk:execution", pk)
    context = {
        "execution": found,
        "form": form,
        "title": _("Take a file away"),
        "button": _("Take it away for good"),
        "lead": known.alt or known.name,
    }
    return render(request, FORM, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_execution(pk)
    if not is_moderator(request.user):
        require(no("not_allowed", _("Only moderators and administrators put items together.")))
    form = SharingForm(request.POST or None)
    if form.is_valid() and _share(request, pk, form):
        return redirect("desk:execution", pk)
    context = {
        "execution": found,
        "form": form,
        "title": _("Carry another proposal out together with this"),
        "button": _("Put them together"),
        "lead": title_of(items_of(found)),
    }
    return render(request, FORM, context, status=422 if form.is_bound else 200)


def _share(request: HttpRequest, pk: int, form: SharingForm) -> bool:
    item = Proposal.objects.filter(pk=form.cleaned_data["number"]).first()
    if item is None:
        form.add_error("number", _("There is no proposal with this number."))
        return False
    by, reason = colleague(request), form.cleaned_data["reason"]
    try:
        done = carry_out.share(
            execution=find_execution(pk), item=item, reason=reason, by=by, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error("number", f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip())
        return False
    if done:
        messages.success(request, _("From now on they are carried out together."))
    else:
        messages.info(request, _("They are carried out together already."))
    return True
