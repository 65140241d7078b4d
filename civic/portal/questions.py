"""○○시가 묻습니다: what the institution asks, what is still open, and what was done with the answers.

For a citizen who saw the poster, and for one who took part last year and wants to know what became of it.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.models import Answer, AnswerRequest, State
from civic.debates.counting import numbers_in
from civic.debates.models import Debate
from civic.portal.page import house, page_or_first, render_page, way_on
from civic.portal.words import days_until_end, due_day
from civic.proposals.models import Origin, Proposal
from civic.proposals.paging import Order, Page, cut
from civic.questions.queries import asked_items, still_asked
from platform_core.text.josa import josa

NEWEST = Order("asked", "submitted_at", is_time=True)
SIZE, RUNNING_SHOWN = 10, 30
Facts = dict[str, Any]


def asks(name: str) -> str:
    """“하늘시가 묻습니다”, with the particle its name takes; in other languages the name as it is."""
    is_korean = (get_language() or "ko").startswith("ko")
    return _("%(name)s asks") % {"name": josa(name, "이/가") if is_korean else name}


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Those that run stand first, on the first page; then, page by page, those that are over."""
    at = timezone.now()
    page = page_or_first(request, lambda cursor: _ended(at, cursor))
    is_first = not request.GET.get("after")
    running = list(_with_all(asked_items().filter(still_asked(at)))[:RUNNING_SHOWN]) if is_first else []
    items = [*running, *page.rows]
    debates = _debates(items)
    answers = _answers(page.rows)
    context = {
        "title": asks(house(request).name),
        "running": [_running(one, debates.get(one.pk), at) for one in running],
        "ended": [_over(one, debates.get(one.pk), answers.get(one.pk, []), at) for one in page.rows],
        "is_first": is_first,
        **way_on(request, page),
    }
    return render_page(request, "portal/questions/list.html", context, section="questions")


def _ended(at: datetime, cursor: str) -> Page[Proposal]:
    found = _with_all(asked_items().exclude(still_asked(at))).filter(NEWEST.after(cursor))
    rows = list(found.order_by(*NEWEST.columns)[: SIZE + 1])
    return cut(rows, SIZE, lambda row: NEWEST.cursor(row.submitted_at, row.pk))


def _with_all(found: Any) -> Any:
    return (
        found.select_related("department")
        .defer("body_html", "body_source", "search_terms")
        .order_by("-submitted_at", "-pk")
    )


def _debates(items: list[Proposal]) -> dict[int, Debate]:
    """The first debate of each, with its numbers."""
    found = Debate.objects.filter(item__in=[one.pk for one in items], opened_at__isnull=False)
    return {one.item_id: one for one in found.select_related("stat").order_by("-pk")}


def _answers(items: list[Proposal]) -> dict[int, list[AnswerRequest]]:
    """What was asked of whom, and answered; without what was called off."""
    found = AnswerRequest.objects.filter(proposal__in=[one.pk for one in items]).exclude(
        state=State.CANCELLED
    )
    asked: dict[int, list[AnswerRequest]] = {}
    for one in found.select_related("department", "answer").order_by("pk"):
        asked.setdefault(one.proposal_id, []).append(one)
    return asked


def _card(item: Proposal, debate: Debate | None, at: datetime) -> Facts:
    return {
        "title": item.title,
        "lead": debate.lead if debate is not None and debate.lead else item.excerpt,
        "url": reverse("portal:proposal", args=[item.pk]),
        "debate_url": _debate_address(debate),
        "department": item.department.name if item.department else "",
        "stage_kind": item.stage_at(at).value,
        "stage_label": item.stands_at(at).label(get_language() or "ko"),
        "participants": numbers_in(getattr(debate, "stat", None)).participants,
        "from_day": timezone.localtime(item.submitted_at).date(),
    }


def _debate_address(debate: Debate | None) -> str:
    try:
        return reverse("portal:debate", args=[debate.pk]) if debate is not None else ""
    except NoReverseMatch:
        return ""


def asked_by(request: HttpRequest, item: Proposal) -> Facts | None:
    """Context of portal/questions/asked.html; None for what a citizen wrote. Its debate stands there by itself."""
    return {"title": asks(house(request).name)} if item.origin == Origin.INSTITUTION else None


def _running(item: Proposal, debate: Debate | None, at: datetime) -> Facts:
    """While it runs nobody's side is shown here: that is for the debate's own page and rules to say."""
    ends_at = item.stage_ends_at
    return {
        **_card(item, debate, at),
        "days_left": days_until_end(ends_at, at) if ends_at is not None else None,
        "until": due_day(ends_at) if ends_at is not None else "",
    }


def _over(item: Proposal, debate: Debate | None, asked: list[AnswerRequest], at: datetime) -> Facts:
    numbers = numbers_in(getattr(debate, "stat", None))
    return {
        **_card(item, debate, at),
        "sides": [
            {"label": label, "count": count, "of": numbers.votes}
            for label, count in (
                (_("For"), numbers.pro),
                (_("Against"), numbers.con),
                (_("Other"), numbers.other),
            )
        ]
        if debate is not None and debate.has_sides and numbers.votes
        else [],
        "answers": [_answered(one, at) for one in asked],
    }


def _answered(one: AnswerRequest, at: datetime) -> Facts:
    """Who answers, and what; until then by when, and whether that has passed."""
    given: Answer | None = getattr(one, "answer", None)
    who = one.answerer_name or _("not assigned yet")
    if given is None:
        return {"who": who, "day": due_day(one.due_at), "is_overdue": one.is_overdue(at)}
    return {
        "who": who,
        "verdict": given.verdict,
        "label": given.get_verdict_display(),
        "on": timezone.localtime(given.published_at).date(),
    }
