"""The front page.

For somebody who followed a link or a poster and asks: what is this, does it change anything, what can I do here?
"""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.answers.models import Answer, Verdict
from civic.answers.queries import count_by_verdict, published_answers
from civic.notices.queries import latest_notices
from civic.portal.cards import cards_of
from civic.portal.debate_links import debates_running
from civic.portal.how import open_ways
from civic.portal.page import house, render_page
from civic.processes import words
from civic.processes.document import Rules
from civic.processes.kinds import StageKind
from civic.proposals.models import Ending
from civic.proposals.queries import Sort, Wish, list_proposals, listed, supported_by
from platform_core.text.rich import excerpt
from platform_core.ui.icons import MARKS

SHOWN = 3
COUNTS_KEPT_SECONDS = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    ways = open_ways()
    gathering = Wish(Sort.SUPPORTED, stage=StageKind.GATHERING)
    nearest = list_proposals(gathering, at=at, size=SHOWN).rows
    closing = _apart(list_proposals(Wish(Sort.CLOSING), at=at, size=SHOWN * 2).rows, nearest)
    mine = supported_by(request.user, [row.number for row in [*nearest, *closing]])
    context = {
        **_headline(request),
        "nearest": cards_of(nearest, at=at, supported=mine),
        "closing": cards_of(closing, at=at, supported=mine),
        "debates": debates_running(at),
        "notices": latest_notices(at),
        "changed": _what_changed(),
        "facts": _facts(),
        "ways": ways if len(ways) > 1 else [],
        "steps": three_steps(ways[0].rules) if len(ways) == 1 else [],
    }
    return render_page(request, "portal/home.html", context, section="home")


def _apart(rows: list[Any], shown: list[Any]) -> list[Any]:
    """What is not on the page already: a card twice looks like a mistake."""
    there = {row.number for row in shown}
    return [row for row in rows if row.number not in there][:SHOWN]


def _headline(request: HttpRequest) -> dict[str, str]:
    """The institution's own words, by language where it gave several, else ours."""
    institution = house(request)
    return {
        "headline": _own(institution.settings.get("headline")) or _("What should change where you live?"),
        "lead": _own(institution.settings.get("lead"))
        or institution.tagline
        or _("Propose it. When enough people agree, you get an answer by a date everyone can see."),
    }


def _own(words: Any) -> str:
    if isinstance(words, dict):
        return str(words.get((get_language() or "ko")[:2]) or "")
    return str(words or "")


def _what_changed() -> list[dict[str, Any]]:
    """The latest answers that changed something."""
    answers = (
        published_answers().filter(verdict__in=[Verdict.ADOPTED, Verdict.PARTLY]).order_by("-pk")[:SHOWN]
    )
    return [
        {
            "title": answer.request.proposal.title,
            "url": reverse("portal:proposal", args=[answer.request.proposal_id]),
            "text": excerpt(answer.body_html, 120),
            "supports": answer.request.proposal.stat.support_count,
            "on": timezone.localtime(answer.published_at).date(),
            **_how_far(answer),
        }
        for answer in answers
    ]


def _how_far(answer: Answer) -> dict[str, str]:
    if answer.request.proposal.closed_as == Ending.CARRIED_OUT:
        return {"label": str(Ending.CARRIED_OUT.label), "kind": "good"}
    return {"label": answer.get_verdict_display(), "kind": answer.verdict}


def _facts() -> list[dict[str, Any]]:
    """Numbers of what came of it, a minute old at most; none while there are none."""
    counts: dict[str, int] = cache.get_or_set("portal.home.counts", _counts, COUNTS_KEPT_SECONDS) or {}
    facts = [
        {"number": counts.get("answered", 0), "label": _("answers given")},
        {"number": counts.get("adopted", 0), "label": _("adopted, whole or in part")},
        {"number": counts.get("carried_out", 0), "label": _("carried out")},
    ]
    return [fact for fact in facts if fact["number"]]


def _counts() -> dict[str, int]:
    verdicts = count_by_verdict()
    done = listed().filter(stage=StageKind.CLOSED, closed_as=Ending.CARRIED_OUT)
    return {
        "answered": sum(verdicts.values()),
        "adopted": verdicts[Verdict.ADOPTED] + verdicts[Verdict.PARTLY],
        "carried_out": done.count(),
    }


def three_steps(rules: Rules) -> list[dict[str, str]]:
    """How it works, with the numbers of this institution's own rules. Context of ui/components/steps.html."""
    icons = {**MARKS, "begin": "write", "answer": "megaphone"}
    return [
        {"icon": icons[step.kind], "title": step.title, "text": step.text}
        for step in words.three_steps(rules)
    ]
