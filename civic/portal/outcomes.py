"""What came of it, and how it works: pieces of the front page that other pages show, too."""

from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.answers.models import Answer, Verdict
from civic.answers.queries import count_by_verdict, published_answers
from civic.processes import words
from civic.processes.document import Rules
from civic.processes.kinds import StageKind
from civic.proposals.models import Ending
from civic.proposals.queries import listed
from platform_core.text.rich import excerpt
from platform_core.ui.icons import MARKS

SHOWN = 3
COUNTS_KEPT_SECONDS = 60


def what_changed() -> list[dict[str, Any]]:
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


def facts() -> list[dict[str, Any]]:
    """Numbers of what came of it, a minute old at most; none while there are none."""
    counts: dict[str, int] = cache.get_or_set("portal.home.counts", _counts, COUNTS_KEPT_SECONDS) or {}
    found = [
        {"number": counts.get("answered", 0), "label": _("answers given")},
        {"number": counts.get("adopted", 0), "label": _("adopted, whole or in part")},
        {"number": counts.get("carried_out", 0), "label": _("carried out")},
    ]
    return [fact for fact in found if fact["number"]]


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
