"""중간답변: saying how far it has come, while the answer itself stays owed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.answers.rules import may_give_interim
from civic.desk.forms.answers import InterimForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.requests import find_request
from civic.journeys.answer import give_interim
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def interim(request: HttpRequest, pk: int) -> HttpResponse:
    owed = find_request(pk)
    allowed = may_give_interim(request.user, owed)
    if request.method == "GET":
        require(allowed)
    now = timezone.now()
    form = InterimForm(request.POST or None)
    context = {
        "owed": owed,
        "proposal": owed.proposal,
        "form": form,
        "now": now,
        "followers": owed.proposal.supports.count(),
    }
    valid = form.is_valid()
    if allowed.allowed and not valid:
        return render(request, "desk/interim.html", context, status=form.page_status)
    try:
        require(allowed)
        give_interim(request=owed, body=form.cleaned_data["body"], by=colleague(request), at=now)
    except Refused as refusal:
        context |= {"refusal": refusal.verdict}
        return render(request, "desk/interim.html", context, status=refusal.status)
    messages.success(request, _("Published. The answer itself is owed as before."))
    return redirect("desk:request", owed.pk)
