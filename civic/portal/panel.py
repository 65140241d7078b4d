"""The panel beside a proposal: how many support it, what comes next, and the button or the reason against it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.portal.story import what_follows
from civic.portal.words import day, days_until_end
from civic.processes.document import Rules
from civic.processes.kinds import Deed, Effect
from civic.proposals.counting import exact_count
from civic.proposals.models import Proposal
from civic.proposals.queries import supported_by
from civic.proposals.rules import may_support
from platform_core.access import Verdict

# In the address after a log-in that began with pressing Support; the button is then pointed out, never pressed.
THEN_SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Panel:
    """Context of portal/parts/panel.html, and of ui/components/progress.html as `proposal`."""

    number: int
    support_count: int
    imported_support: int
    next_threshold: int | None
    remaining: int
    consequence: str
    milestones: list[dict[str, Any]]
    verdict: Verdict
    supported: bool
    days_left: int | None
    closes: str
    login_url: str
    press_now: bool
    has_crossed: bool


def panel_of(
    request: HttpRequest, proposal: Proposal, at: datetime, *, supported: bool | None = None
) -> Panel:
    """One query for the count; for somebody signed in, one more for their own support unless it is known."""
    rules = proposal.rules
    count = exact_count(proposal)
    verdict = may_support(request.user, proposal, at)
    if supported is None:
        supported = bool(supported_by(request.user, [proposal.pk]))
    following = rules.next_threshold(count)
    # Being carried out, it may still be within its days; nobody is told then what more support would do.
    window_open = proposal.is_window_open(at) and proposal.permits(Deed.SUPPORT, at)
    return Panel(
        number=proposal.pk,
        support_count=count,
        imported_support=proposal.imported_support,
        next_threshold=following.count if following and window_open else None,
        remaining=following.count - count if following else 0,
        consequence=_consequence(following.effect) if following else "",
        milestones=_milestones(rules, count),
        verdict=verdict,
        supported=supported,
        days_left=days_until_end(proposal.closes_at, at) if window_open else None,
        closes=day(proposal.closes_at - timedelta(microseconds=1)),
        login_url=login_to_support(proposal.pk) if verdict.code == "sign_in" else "",
        press_now=request.GET.get("then") == THEN_SUPPORT and verdict.allowed and not supported,
        has_crossed=bool(rules.reached(count)),
    )


def login_to_support(number: int) -> str:
    back = f"{reverse('portal:proposal', args=[number])}?then={THEN_SUPPORT}"
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _consequence(effect: Effect) -> str:
    return {
        Effect.OWE_ANSWER: _("the department in charge must answer."),
        Effect.AGENDA_CANDIDATE: _("it becomes a candidate for public debate."),
        Effect.HEAD_ANSWERS: _("the head of the institution answers."),
    }[effect]


def _milestones(rules: Rules, count: int) -> list[dict[str, Any]]:
    return [
        {"count": threshold.count, "label": what_follows(threshold), "crossed": count >= threshold.count}
        for threshold in rules.thresholds
    ]
