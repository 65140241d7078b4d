"""Who may decide about a proposal in a stage that people decide, and what a decision needs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.people.rules import is_moderator
from civic.processes.kinds import Counter, Outcome, StageKind
from civic.proposals.models import Ending, Proposal, Standing
from platform_core.access import YES, Verdict, first_no, no

# Where moderators decide by a button. Elsewhere an assignment, an answer or a report decides.
DECIDED_HERE = {
    StageKind.SCREENING: frozenset({Outcome.ACCEPTED, Outcome.REFUSED}),
    StageKind.COMMITTEE: frozenset({Outcome.ACCEPTED, Outcome.REFUSED}),
    StageKind.REVIEWING: frozenset({Outcome.REFUSED}),
}
HELD_ELSEWHERE = frozenset({StageKind.DEBATING, StageKind.VOTING})
# Nobody decided against these: they did not reach what was asked for in time.
EXPIRED = frozenset({Ending.NOT_ENOUGH_SUPPORT, Ending.NOT_PASSED, Ending.ARCHIVED, Ending.LISTED})
RESULTS = frozenset({Counter.VOTES, Counter.IN_FAVOUR, Counter.PARTICIPANTS})


def may_decide(person: Any, proposal: Proposal, outcome: Outcome, at: datetime) -> Verdict:
    """Moderators: screening, what a committee has decided, and refusing what no department is found for."""
    return first_no(_is_ours(person, proposal), _has_outcome(proposal, outcome))


def may_refuse(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    return may_decide(person, proposal, Outcome.REFUSED, at)


def may_record_result(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Moderators, of a debate or vote, while it runs and until its result is recorded."""
    if (allowed := _is_ours(person, proposal)) is not YES:
        return allowed
    if proposal.stage not in HELD_ELSEWHERE:
        return no(
            "stage_closed",
            _("Results are recorded of a discussion or a vote; this is in the stage “%(stage)s”.")
            % {"stage": _label(proposal)},
            actual=proposal.item.stage,
        )
    return YES


def may_move_by_hand(person: Any, proposal: Proposal, to: str, at: datetime) -> Verdict:
    """Moderators, only where the rules it began under permit it."""
    if (allowed := _is_ours(person, proposal)) is not YES:
        return allowed
    permitted = proposal.rules.stage(proposal.item.stage).hand_moves
    if to not in permitted:
        return no(
            "not_by_hand",
            _("The rules do not let anybody move a proposal there by hand from the stage “%(stage)s”.")
            % {"stage": _label(proposal)},
            requirement=list(permitted),
            actual=to,
        )
    return YES


def says_why(outcome: Outcome | None, reason: str) -> Verdict:
    """What is turned away or moved by hand is owed a reason that everybody can read."""
    if outcome != Outcome.ACCEPTED and not reason.strip():
        return no("reason_needed", _("Say why: everybody can read the reason."))
    return YES


def is_a_code(proposal: Proposal, code: str) -> Verdict:
    codes = [one.code for one in proposal.rules.refusals]
    if code not in codes:
        return no(
            "unknown_code", _("The rules know no such reason for refusing."), requirement=codes, actual=code
        )
    return YES


def is_a_result(counts: Mapping[Counter, int]) -> Verdict:
    """Whole numbers of what a debate or vote counts; no more in favour than voted."""
    fits = set(counts) <= RESULTS and all(_is_whole(count) for count in counts.values())
    votes = counts.get(Counter.VOTES)
    if not counts or not fits or (votes is not None and counts.get(Counter.IN_FAVOUR, 0) > votes):
        return no("not_a_result", _("These numbers cannot be the result of a discussion or a vote."))
    return YES


def _is_ours(person: Any, proposal: Proposal) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators decide this."))
    if proposal.standing == Standing.HIDDEN:
        return no("proposal_hidden", _("This proposal has been hidden."), _("Show it first."))
    if proposal.standing != Standing.OPEN:
        return no("proposal_withdrawn", _("This proposal was withdrawn by its author."))
    return YES


def _has_outcome(proposal: Proposal, outcome: Outcome) -> Verdict:
    ways = dict(proposal.rules.stage(proposal.item.stage).ways)
    if outcome in ways and outcome in DECIDED_HERE.get(StageKind(proposal.stage), ()):
        return YES
    return no(
        "stage_closed",
        _("Nothing of this kind is decided in the stage “%(stage)s”.") % {"stage": _label(proposal)},
        actual=proposal.item.stage,
    )


def _label(proposal: Proposal) -> str:
    return proposal.rules.stage(proposal.item.stage).label(get_language() or "ko")


def _is_whole(count: Any) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= 1_000_000_000
