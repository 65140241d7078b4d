"""Reporting, and what became of it.

For a neighbour who reads something that should not stand there, without an account if need be; for whoever wrote
it and disagrees; and for everybody who wants to know how often anything is hidden here, and why.
"""

from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.debates.models import Opinion
from civic.debates.queries import opinion_seen_by
from civic.journeys.appealing import Changed, appeal, hand_in_again
from civic.journeys.reporting_abuse import report
from civic.moderation.kinds import Act, AppealState, Ground, Kind
from civic.moderation.models import Decision
from civic.moderation.queries import MONTHS_SHOWN, decisions_against, figures
from civic.moderation.rules import may_appeal, may_hand_in_again, may_report
from civic.moderation.things import Thing, thing_of
from civic.portal.debate_finding import place_of
from civic.portal.finding import find_proposal, me
from civic.portal.me import my_tabs
from civic.portal.moderation_forms import AppealForm, ChangeForm, ReportForm
from civic.portal.page import page_or_first, render_page, way_on
from civic.processes.kinds import Deed
from civic.proposals.models import Comment, Proposal, Standing
from civic.proposals.paging import LARGEST_ID, page_by_id
from platform_core.access import Refused, Verdict, no
from platform_core.access.sources import source_key
from platform_core.accounts.guesses import Guesses
from platform_core.web.posting import posted_from

# Of strangers, from one network address: a classroom passes, a program does not.
REPORTS = Guesses("report", most=20, within=3_600)
SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    thing, back = _find(request, kind, number)
    posted = request.POST if request.method == "POST" else None
    form = ReportForm(posted)
    verdict = may_report(request.user, thing, timezone.now())
    if posted is None or not verdict.allowed or not form.is_valid():
        return _form_page(request, thing, form, verdict, back, 422 if posted is not None else 200)
    throttled = _throttled(request)
    if not throttled.allowed:
        return _form_page(request, thing, form, throttled, back, 429)
    person = me(request) if request.user.is_authenticated else None
    try:
        report(
            thing=thing,
            ground=form.cleaned_data["ground"],
            words=form.cleaned_data["words"],
            reporter=person,
            source="" if person else source_key(_address(request)),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _form_page(request, thing, form, refusal.verdict, back, refusal.status)
    messages.success(request, _("Thank you. Somebody here will look at it."))
    # It may wait hidden by now: then there is nothing to go back to.
    thing.refresh_from_db(fields=["standing"])
    return redirect(back if thing.standing == Standing.OPEN else "portal:home")


def _find(request: HttpRequest, kind: str, number: int) -> tuple[Thing, str]:
    """What the viewer may see, and where it stands. Raises Http404."""
    if kind not in Kind.values or number > LARGEST_ID:
        raise Http404
    if kind == Kind.PROPOSAL:
        return find_proposal(request, number), reverse("portal:proposal", args=[number])
    if kind == Kind.OPINION:
        opinion = opinion_seen_by(request.user, number)
        if opinion is None or opinion.standing != Standing.OPEN:
            raise Http404
        return opinion, place_of(opinion)
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=number, standing=Standing.OPEN)
    comment.proposal = find_proposal(request, comment.proposal_id)
    page = reverse("portal:comment", args=[comment.proposal_id, comment.parent_id or comment.pk])
    return comment, f"{page}#comment-{comment.pk}"


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


def _throttled(request: HttpRequest) -> Verdict:
    """Strangers are counted by where they come from; members by who they are, which is the rule's."""
    if request.user.is_authenticated:
        return Verdict(True)
    address = _address(request)
    if REPORTS.seconds_to_wait(address):
        return no(
            "too_many",
            _("Many reports have come from here in a short time."),
            _("Sign in to report this, or try again later."),
            reverse("account_login"),
        )
    REPORTS.count_failure(address)
    return Verdict(True)


def _form_page(
    request: HttpRequest, thing: Thing, form: ReportForm, verdict: Verdict, back: str, status: int
) -> HttpResponse:
    text = thing.title if isinstance(thing, Proposal) else thing.body
    context = {"form": form, "verdict": verdict, "text": text, "back": back}
    return render_page(request, "portal/moderation/report.html", context, status=status)


@login_required
@require_safe
def my_decisions(request: HttpRequest) -> HttpResponse:
    mine = decisions_against(request.user)
    page = page_or_first(request, lambda cursor: page_by_id(mine, cursor, SIZE))
    context = {"rows": page.rows, "tabs": my_tabs("decisions"), **way_on(request, page)}
    return render_page(request, "portal/moderation/mine.html", context, section="my_page")


@login_required
@require_safe
def my_decision(request: HttpRequest, number: int) -> HttpResponse:
    return _decision_page(request, _mine(request, number))


@login_required
@posted_from("portal:my_decision", "number")
def objection(request: HttpRequest, number: int) -> HttpResponse:
    decision = _mine(request, number)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, decision, appeal_form=form, status=422)
    appeal(decision=decision, words=form.cleaned_data["words"], by=me(request), at=timezone.now())
    messages.success(request, _("Sent. Somebody else than who decided looks at it, and you will be told."))
    return redirect("portal:my_decision", number)


@login_required
@posted_from("portal:my_decision", "number")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """What was returned to its author comes back changed."""
    decision = _mine(request, number)
    form = ChangeForm(request.POST, kind=decision.case.kind)
    if not form.is_valid():
        return _decision_page(request, decision, change_form=form, status=422)
    changed = Changed(form.cleaned_data["body"], form.cleaned_data.get("title", ""))
    if hand_in_again(decision=decision, changed=changed, by=me(request), at=timezone.now()):
        messages.success(request, _("Sent. It is shown as soon as somebody here has read it."))
    return redirect("portal:my_decision", number)


def _mine(request: HttpRequest, number: int) -> Decision:
    return get_object_or_404(decisions_against(request.user), pk=min(number, LARGEST_ID))


def _decision_page(
    request: HttpRequest,
    decision: Decision,
    *,
    appeal_form: AppealForm | None = None,
    change_form: ChangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at, case = timezone.now(), decision.case
    thing = thing_of(case.kind, case.thing)
    may_change = may_hand_in_again(request.user, decision)
    offers_change = thing is not None and may_change.allowed and thing.standing == Standing.HIDDEN
    if offers_change and change_form is None:
        change_form = ChangeForm(initial=_as_it_is(thing), kind=case.kind)
    context = {
        "decision": decision,
        "kind": Kind(case.kind).label,
        "ground": Ground(decision.ground).label if decision.ground else "",
        "text": _text_of(thing),
        "may_appeal": may_appeal(request.user, decision, at),
        "appeal_form": appeal_form or AppealForm(),
        "offers_change": offers_change,
        "change_form": change_form,
        "restrained": [one.label for one in _deeds(decision)],
        "tabs": my_tabs("decisions"),
    }
    return render_page(request, "portal/moderation/decision.html", context, section="my_page", status=status)


def _deeds(decision: Decision) -> list[Any]:
    return [Deed(deed) for deed in decision.restraint.deeds] if decision.restraint else []


def _as_it_is(thing: Any) -> dict[str, str]:
    if isinstance(thing, Proposal):
        return {"title": thing.title, "body": thing.body_source}
    return {"body": thing.body}


def _text_of(thing: Thing | None) -> str:
    if isinstance(thing, Proposal):
        return thing.title
    return thing.body if isinstance(thing, Comment | Opinion) else ""


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """How many reports, decisions and objections there were, by reason and month. No names, nobody's words."""
    before = _month(request.GET.get("before", ""))
    months = figures(before=before, months=MONTHS_SHOWN + 1)
    shown = months[:MONTHS_SHOWN]
    context = {
        "months": [
            {
                "first": one.first,
                "reported": one.reported,
                "decided": one.decided,
                "reports": _named(one.reports, Ground),
                "acts": _named(one.acts, Act),
                "grounds": _named(one.grounds, Ground),
                "appeals": _named(one.appeals, AppealState),
            }
            for one in shown
        ],
        "next_url": f"?before={shown[-1].first.isoformat()}" if len(months) > len(shown) else "",
        "first_url": reverse("portal:moderation") if before else "",
    }
    return render_page(request, "portal/moderation/figures.html", context)


def _named(counts: dict[str, int], names: Any) -> list[dict[str, Any]]:
    """In the order of the vocabulary, what happened at all."""
    return [{"label": one.label, "count": counts[one.value]} for one in names if counts.get(one.value)]


def _month(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
