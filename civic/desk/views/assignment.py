"""Finding the department: a moderator assigns it, or it is passed on with a reason everyone can read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.answers.rules import may_assign, may_transfer
from civic.desk.forms.answers import DepartmentForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.requests import find_request
from civic.journeys.answer import assign
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    owed = find_request(pk)
    if request.method == "GET":
        require(may_transfer(request.user, owed) if owed.department_id else may_assign(request.user))
    form = DepartmentForm(request.POST or None, holder_id=owed.department_id)
    context = {
        "owed": owed,
        "proposal": owed.proposal,
        "form": form,
        "is_transfer": owed.department_id is not None,
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "desk/assignment.html", context, status=422 if form.is_bound else 200)
    department, reason = form.cleaned_data["department"], form.cleaned_data["reason"]
    try:
        done = assign(
            request=owed, department=department, reason=reason, by=colleague(request), at=timezone.now()
        )
    except Refused as refusal:
        return render(
            request, "desk/assignment.html", {**context, "refusal": refusal.verdict}, status=refusal.status
        )
    if done:
        messages.success(request, _("%(department)s now owes the answer.") % {"department": department.name})
    else:
        messages.info(request, _("It was already there. Nothing was changed."))
    return redirect("desk:request", owed.pk)
