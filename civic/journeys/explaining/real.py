"""What somebody who stands at the door may do with a proposal, and what here at all."""

from datetime import datetime
from typing import Any

from civic.journeys.explaining.imagined import Explained, explained
from civic.journeys.explaining.rooms import room_of
from civic.processes.document import Rules
from civic.processes.engine import is_entitled, is_open_for
from civic.processes.kinds import BEGUN_BY_CITIZENS, Deed
from civic.processes.persons import is_free_to, persona_of
from civic.processes.words.persons import DeedWords, deeds_of
from civic.proposals import rules as judge
from civic.proposals.limiting import within_limits
from civic.proposals.models import Proposal
from platform_core.access import Verdict

AUTHORS = frozenset({Deed.PROPOSE, Deed.EDIT, Deed.WITHDRAW})


def explain_proposal(person: Any, proposal: Proposal, at: datetime) -> tuple[Explained, ...]:
    """Every deed on this proposal, by the very verdicts that pages, API and verbs go by."""
    rows = [row for row in deeds_of(proposal.rules) if row.deed != Deed.PROPOSE]
    return tuple(_explained(row, person, proposal, at) for row in rows)


def _explained(row: DeedWords, person: Any, proposal: Proposal, at: datetime) -> Explained:
    room = room_of(person, proposal, at) if row.deed == Deed.VOTE else None
    if room is not None:
        return explained(row, room.verdict, room.address)
    return explained(row, verdict_on(person, proposal, row.deed, at))


def explain_process(person: Any, rules: Rules, version_id: int, at: datetime) -> tuple[Explained, ...]:
    """Every deed under the rules of a version, wherever a proposal stands: whether this person is entitled to it
    at all, is not restricted from it, and has not done it as often as the rules let anybody. A query for each limit.

    Where the institution begins, nothing is said of beginning.
    """
    persona = persona_of(person)
    passed_over = frozenset() if rules.track in BEGUN_BY_CITIZENS else AUTHORS

    def verdict(deed: Deed) -> Verdict:
        entitled = is_entitled(persona, rules.requirement(deed))
        if not entitled.allowed or not persona.signed_in:
            return entitled
        if not (free := is_free_to(person, deed, at)).allowed:
            return free
        return within_limits(person, rules, version_id, deed, at)

    return tuple(explained(row, verdict(row.deed)) for row in deeds_of(rules) if row.deed not in passed_over)


def verdict_on(person: Any, proposal: Proposal, deed: Deed, at: datetime) -> Verdict:
    match deed:
        case Deed.SUPPORT:
            return judge.may_support(person, proposal, at)
        case Deed.DISLIKE:
            return judge.may_dislike(person, proposal, at)
        case Deed.COMMENT:
            return judge.may_comment(person, proposal, at)
        case Deed.EDIT:
            return judge.may_edit(person, proposal, at)
        case Deed.WITHDRAW:
            return judge.may_withdraw(person, proposal, at)
        case _:
            return _by_the_rules(person, proposal, deed, at)


def _by_the_rules(person: Any, proposal: Proposal, deed: Deed, at: datetime) -> Verdict:
    """What is held elsewhere, such as a vote on paper alone: by stage and person."""
    open_for = is_open_for(proposal.rules, proposal.item, deed, at)
    if not open_for.allowed:
        return open_for
    entitled = is_entitled(persona_of(person), proposal.rules.requirement(deed))
    return is_free_to(person, deed, at) if entitled.allowed else entitled
