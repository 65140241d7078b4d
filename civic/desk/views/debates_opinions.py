"""All that was said in a debate, also what is hidden; a moderator hides with a reason and shows again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.debates.models import Debate, Opinion
from civic.debates.rules import may_hide_opinion
from civic.desk.forms.debates import OpinionFilterForm
from civic.desk.forms.proposals import StandingForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows_names
from civic.desk.paging import page_of
from civic.desk.views.debates import find_debate
from civic.journeys.debate import hide_opinion, show_opinion
from civic.proposals.models import Standing
from platform_core.access import require


@require_safe
@staff_page
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, find_debate(request, pk))


def _page(
    request: HttpRequest, debate: Debate, *, form: StandingForm | None = None, of: int | None = None
) -> HttpResponse:
    asked = OpinionFilterForm(request.GET)
    asked.is_valid()
    wanted = {name: value for name, value in asked.cleaned_data.items() if value}
    page = page_of(request, _matching(debate, wanted))
    shows_names(request, [one.author_id for one in page.rows], number=debate.pk)
    context = {
        "debate": debate,
        "form": asked,
        "narrowed": bool(wanted),
        "active_count": len([name for name in wanted if name != "q"]),
        "page": page,
        "may_hide": may_hide_opinion(request.user).allowed,
        "standing_form": form,
        "standing_form_of": of,
    }
    return render(request, "desk/debates/opinions.html", context, status=422 if form else 200)


def _matching(debate: Debate, wanted: dict[str, str]) -> "QuerySet[Opinion]":
    found = Opinion.objects.filter(debate=debate).select_related("author", "entered_by", "parent")
    if standing := wanted.get("standing"):
        found = found.filter(standing=standing)
    for word in wanted.get("q", "").split()[:10]:
        found = found.filter(body__icontains=word)
    return found


@require_POST
@staff_page
def opinion_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide with a reason its author reads, or show again."""
    require(may_hide_opinion(request.user))
    found = get_object_or_404(Opinion.objects.select_related("debate__item"), pk=pk)
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _page(request, find_debate(request, found.debate_id), form=form, of=pk)
    by, at = colleague(request), timezone.now()
    if form.cleaned_data["standing"] == Standing.HIDDEN:
        done = hide_opinion(opinion=found, reason=form.cleaned_data["reason"], by=by, at=at)
        said = _("Hidden. Its author is told why.")
    else:
        done = show_opinion(opinion=found, by=by, at=at)
        said = _("It is shown again.")
    messages.success(request, said) if done else messages.info(request, _("Nothing was changed."))
    return redirect(_back(request, found))


def _back(request: HttpRequest, opinion: Opinion) -> str:
    """The list as it was, at the opinion."""
    home = reverse("desk:debate_opinions", args=[opinion.debate_id])
    asked = request.POST.get("back", "")
    here = asked if asked.startswith(home) and url_has_allowed_host_and_scheme(asked, None) else home
    return f"{here}#opinion-{opinion.pk}"
