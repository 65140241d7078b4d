"""One queue of all that was reported or noticed. Whoever takes something has it for half an hour."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from civic.desk.forms.moderation import ManyForm, QueueForm, RulingForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows, shows_names
from civic.desk.paging import ListPage, page_of
from civic.journeys.judging import judge, judge_many
from civic.moderation.actions import claim, release
from civic.moderation.kinds import Ground, Signal
from civic.moderation.models import Case
from civic.moderation.queries import decisions_about, open_appeals, queue, reports_of, with_things
from civic.moderation.rules import is_free_for, is_taken_down, may_moderate
from civic.moderation.things import Thing, thing_of
from civic.privacy.places import Place
from civic.proposals.models import Comment, Proposal
from civic.proposals.paging import BY_ID_OLDEST, LARGEST_ID
from platform_core.access import Refused, Verdict, require
from platform_core.accounts.public_names import public_name
from platform_core.web.posting import posted_from

MOST_AT_ONCE = 100


@require_safe
@staff_page
def queue_page(request: HttpRequest) -> HttpResponse:
    require(may_moderate(request.user))
    return _list(request)


def _list(
    request: HttpRequest, many: ManyForm | None = None, chosen: frozenset[int] = frozenset()
) -> HttpResponse:
    asked, at = QueueForm(request.GET), timezone.now()
    asked.is_valid()
    found = queue(asked.cleaned_data, request.user, at)
    page: ListPage = page_of(request, found, order=BY_ID_OLDEST)
    context = {
        "form": asked,
        "narrowed": any(asked.cleaned_data.values()),
        "page": page,
        "rows": [_row(request, case, thing, at) for case, thing in with_things(page.rows)],
        "many": many or ManyForm(),
        "chosen": chosen,
        "appeals": open_appeals().count(),
    }
    return render(request, "desk/moderation/queue.html", context, status=422 if many else 200)


def _row(request: HttpRequest, case: Case, thing: Thing | None, at: Any) -> dict[str, Any]:
    return {
        "case": case,
        "who": public_name(case.author) if case.author else "",
        "text": _text_of(thing),
        "signals": [Signal(one).label for one in case.signals],
        "is_free": is_free_for(request.user, case, at).allowed,
        "is_taken": case.is_taken_at(at),
    }


def _text_of(thing: Thing | None) -> str:
    if thing is None:
        return ""
    return thing.title if isinstance(thing, Proposal) else thing.body


@posted_from("desk:moderation")
@staff_page
def many(request: HttpRequest) -> HttpResponse:
    require(may_moderate(request.user))
    form = ManyForm(request.POST)
    asked = {
        int(one) for one in request.POST.getlist("case") if one.isascii() and one.isdigit() and len(one) < 19
    }
    chosen = sorted(asked)[:MOST_AT_ONCE]
    if form.is_valid() and not chosen:
        form.add_error(None, _("Please tick what it is about."))
    if not form.is_valid():
        return _list(request, form, frozenset(chosen))
    cases = Case.objects.filter(pk__in=chosen, closed_at=None).order_by("pk")
    done, left = judge_many(cases=cases, ruling=form.ruling(), by=colleague(request), at=timezone.now())
    said = ngettext("%(count)s was decided.", "%(count)s were decided.", done) % {"count": done}
    left += len(chosen) - done - left
    if left:
        said += " " + _(
            "%(count)s stayed as they are: a colleague is at them, or they need an administrator."
        ) % {"count": left}
    messages.info(request, said)
    return redirect("desk:moderation")


@require_safe
@staff_page
def one_case(request: HttpRequest, number: int) -> HttpResponse:
    return _case_page(request, _find(request, number))


def _find(request: HttpRequest, number: int) -> Case:
    require(may_moderate(request.user))
    rows = Case.objects.select_related("author", "claimed_by", "proposal")
    return get_object_or_404(rows, pk=min(number, LARGEST_ID))


def _case_page(
    request: HttpRequest, case: Case, form: RulingForm | None = None, verdict: Verdict | None = None
) -> HttpResponse:
    at, thing = timezone.now(), thing_of(case.kind, case.thing)
    reports = list(reports_of(case)[:100])
    shows(request, Place.MODERATION, [one.reporter_id for one in reports if one.reporter_id], number=case.pk)
    shows_names(request, [case.author_id], place=Place.MODERATION, number=case.pk)
    context = {
        "case": case,
        "thing": thing,
        "text": _text_of(thing),
        "place": _place(thing),
        "reports": [{"report": one, "ground": Ground(one.ground).label} for one in reports],
        "signals": [Signal(one).label for one in case.signals],
        "decisions": decisions_about(case)[:50],
        "others": Case.objects.filter(author=case.author_id).exclude(pk=case.pk).count()
        if case.author_id
        else 0,
        "is_mine": case.claimed_by_id == request.user.pk and case.is_taken_at(at),
        "free": is_free_for(request.user, case, at),
        "taken_down": is_taken_down(case),
        "form": form or RulingForm(),
        "verdict": verdict,
    }
    status = 422 if form is not None and verdict is None else (409 if verdict is not None else 200)
    return render(request, "desk/moderation/case.html", context, status=status)


def _place(thing: Thing | None) -> str:
    if thing is None:
        return ""
    if isinstance(thing, Proposal):
        return reverse("desk:proposal", args=[thing.pk])
    if isinstance(thing, Comment):
        page = reverse("portal:comment", args=[thing.proposal_id, thing.parent_id or thing.pk])
        return f"{page}#comment-{thing.pk}"
    page = reverse("portal:debate_opinion", args=[thing.debate_id, thing.parent_id or thing.pk])
    return f"{page}#opinion-{thing.pk}"


@posted_from("desk:case", "number")
@staff_page
def claiming(request: HttpRequest, number: int) -> HttpResponse:
    """Take it, or lay it back."""
    case = _find(request, number)
    if request.POST.get("do") == "release":
        release(case=case, by=colleague(request))
        return redirect("desk:moderation")
    if not claim(case=case, by=colleague(request), at=timezone.now()):
        messages.info(request, _("A colleague is at this, or it has been decided."))
    return redirect("desk:case", number)


@posted_from("desk:case", "number")
@staff_page
def deciding(request: HttpRequest, number: int) -> HttpResponse:
    case = _find(request, number)
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _case_page(request, case, form)
    try:
        decision = judge(case=case, ruling=form.ruling(), by=colleague(request), at=timezone.now())
    except Refused as refusal:
        return _case_page(request, case, form, refusal.verdict)
    if decision is None:
        messages.info(request, _("It was so already. Nothing was changed."))
        return redirect("desk:case", number)
    messages.success(request, _("Decided. Whoever it concerns is told."))
    return redirect("desk:moderation")
