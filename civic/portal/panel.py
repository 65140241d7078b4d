"""The panel beside a proposal: what it is on its way to, what there is, and the buttons or the reason against them."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.debates.showing import tally_seen_by
from civic.journeys.catching_up import catch_up_with
from civic.journeys.explaining.goals import Goal, goals_of
from civic.portal.ahead import Ahead, ahead_of
from civic.portal.words import days_until_end
from civic.processes.document import Rules, Tally
from civic.processes.kinds import COUNTING, TIMED, Counter, Deed, Judged, StageKind, Unverified
from civic.proposals.counting import exact_count
from civic.proposals.models import Proposal, Said
from civic.proposals.queries import disliked_by, supported_by
from civic.proposals.rules import (
    may_dislike,
    may_support,
    may_take_part_once,
    may_withdraw_dislike,
    may_withdraw_support,
)
from civic.proposals.set_aside import uncounted_of, with_oneself
from civic.proposals.tallies import tally_of
from civic.proposals.weighing import passed_by
from platform_core.access import YES, Verdict

# In the address after a log-in that began with pressing Support; the button is then pointed out, never pressed.
THEN_SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Panel:
    """Context of portal/parts/panel.html. Counts are exact at this instant; `goals` stand in the rules' order."""

    number: int
    stage_kind: str
    support_count: int
    verified_count: int | None
    dislike_count: int | None
    imported_support: int
    imported_counts: bool
    goals: tuple[Goal, ...]
    next_goal: Goal | None
    ahead: Ahead | None
    offers_support: bool
    verdict: Verdict
    dislike_verdict: Verdict | None
    supported: bool
    disliked: bool
    takes_back: bool
    takes_back_dislike: bool
    days_left: int | None
    login_url: str
    # Where it can be done without an account; "" where the rules ask for one.
    one_time_url: str
    press_now: bool
    has_crossed: bool

    @property
    def next_threshold(self) -> int | None:
        """The number that a plain goal asks for."""
        return self.next_goal.count if self.next_goal else None

    @property
    def remaining(self) -> int:
        return self.next_goal.pieces[0].missing if self.next_goal and self.next_goal.count else 0

    @property
    def total_apart(self) -> bool:
        """Whether the number of supporters stands by itself: where the next goal is one of them, it says it."""
        pieces = self.next_goal.pieces if self.next_goal else ()
        return not (
            len(pieces) == 1
            and pieces[0].counter == Counter.SUPPORT
            and pieces[0].actual == self.support_count
        )

    @property
    def verb(self) -> str:
        """What the button says: before it is public to all, a support is an endorsement."""
        return _("Endorse") if self.stage_kind == StageKind.ENDORSING else _("Support")

    @property
    def unverified_count(self) -> int:
        return self.support_count - (self.verified_count or 0)

    @property
    def is_open(self) -> bool:
        return self.verdict.allowed or bool(self.login_url)


def panel_of(
    request: HttpRequest,
    proposal: Proposal,
    at: datetime,
    *,
    supported: bool | None = None,
    passed: frozenset[str] | None = None,
) -> Panel:
    """One query for plain counts, at most four; for somebody signed in, one more for each of their own
    support and disagreement. Whether it is supported, and which gates it passed, may be known already: who has
    given it a moment ago may give it. `proposal` says afterwards where it is: see catch_up_with."""
    tally = tally_of(proposal)
    if catch_up_with(proposal, tally, at):
        passed, tally = None, tally_of(proposal)
    rules, stage = proposal.rules, proposal.stands_at(at)
    verdict = YES if supported else may_support(request.user, proposal, at)
    if supported is None:
        supported = bool(supported_by(request.user, [proposal.pk]))
    offers_dislike = rules.counting.dislike and proposal.stage in PANEL_STAGES
    disliked = offers_dislike and bool(disliked_by(request.user, [proposal.pk]))
    own = uncounted_of(request.user, proposal, Said.SUPPORT) if supported else 0
    own_dislike = uncounted_of(request.user, proposal, Said.DISLIKE) if disliked else 0
    tally = with_oneself(tally, rules, own, own_dislike)
    passed = _passed(proposal) if passed is None else passed
    seen = tally_seen_by(request.user, proposal, tally, at)
    goals = goals_of(rules, replace(proposal.item, tally=seen.tally, passed=passed))
    goals = tuple(goal for goal in goals if not goal.counters & seen.kept_back)
    next_goal = next((goal for goal in goals if not goal.reached and goal.pieces), None)
    return Panel(
        number=proposal.pk,
        stage_kind=stage.kind.value,
        support_count=_online(proposal, rules, tally, own),
        verified_count=_verified(rules, tally),
        dislike_count=tally.of(Counter.DISLIKE) if offers_dislike else None,
        imported_support=proposal.imported_support,
        imported_counts=rules.counting.offline_counts,
        goals=goals,
        next_goal=next_goal if _still_open(proposal, at) else None,
        ahead=ahead_of(proposal, at),
        offers_support=rules.offers_support and proposal.stage != StageKind.SCREENING,
        verdict=verdict,
        dislike_verdict=may_dislike(request.user, proposal, at) if offers_dislike else None,
        supported=supported,
        disliked=disliked,
        takes_back=supported and may_withdraw_support(request.user, proposal, at).allowed,
        takes_back_dislike=disliked and may_withdraw_dislike(request.user, proposal, at).allowed,
        days_left=_days_left(proposal, at),
        login_url=login_to_support(proposal.pk) if verdict.code == "sign_in" else "",
        one_time_url=_one_time(request, proposal, at),
        press_now=request.GET.get("then") == THEN_SUPPORT and verdict.allowed and not supported,
        has_crossed=any(goal.reached for goal in goals),
    )


def _one_time(request: HttpRequest, proposal: Proposal, at: datetime) -> str:
    if request.user.is_authenticated or not may_take_part_once(Deed.SUPPORT, proposal, at).allowed:
        return ""
    return reverse("portal:one_time", args=[proposal.pk, "support"])


def _passed(proposal: Proposal) -> frozenset[str]:
    """Of what has not moved since it began, nothing can have been passed that its counts do not show."""
    if proposal.stage in COUNTING and not any(
        gate.judged == Judged.END for gate in proposal.rules.gates.values()
    ):
        return frozenset()
    return passed_by([proposal]).get(proposal.pk, frozenset())


PANEL_STAGES = frozenset(StageKind) - {StageKind.SCREENING, StageKind.CLOSED}


def _still_open(proposal: Proposal, at: datetime) -> bool:
    """Whether more can still be reached. Being carried out, nobody is told what more support would do."""
    if proposal.is_window_open(at) and proposal.permits(Deed.SUPPORT, at):
        return True
    return proposal.stage in TIMED - COUNTING and proposal.stands_at(at).kind != StageKind.CLOSED


def _days_left(proposal: Proposal, at: datetime) -> int | None:
    kind = proposal.stands_at(at).kind
    ends_at = proposal.stage_ends_at if kind in TIMED - COUNTING else proposal.closes_at
    if ends_at is None or at >= ends_at or (kind not in TIMED and not proposal.permits(Deed.SUPPORT, at)):
        return None
    return days_until_end(ends_at, at)


def _online(proposal: Proposal, rules: Rules, tally: Tally, own: int) -> int:
    """Everybody who supported it here, whoever of them counts."""
    counting = rules.counting
    if counting.offline_counts or counting.unverified == Unverified.SHOWN_APART:
        return exact_count(proposal) + own
    return tally.of(Counter.SUPPORT)


def _verified(rules: Rules, tally: Tally) -> int | None:
    """Shown apart where the rules make a difference; None where they make none."""
    matters = (
        rules.counting.unverified == Unverified.SHOWN_APART or Counter.VERIFIED_SUPPORT in rules.counters
    )
    return tally.of(Counter.VERIFIED_SUPPORT) if matters else None


def login_to_support(number: int) -> str:
    back = f"{reverse('portal:proposal', args=[number])}?then={THEN_SUPPORT}"
    return f"{reverse('account_login')}?{urlencode({'next': back})}"
