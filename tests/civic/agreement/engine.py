"""What the rules' engine says by itself, as a replay of past proposals asks it."""

from django.utils import timezone

from civic.processes.calendars import calendar_here
from civic.processes.engine import is_entitled, is_open_for
from civic.processes.kinds import Deed
from civic.processes.persons import persona_of
from civic.processes.simulating.counting import DEEDS as COUNTED_BY
from civic.processes.simulating.past import micros
from civic.processes.simulating.walking import Walker
from civic.proposals.models import Proposal, Standing
from civic.restraints.rules import in_force
from tests.civic.agreement.deeds import DEEDS, Ask
from tests.civic.agreement.doors import Codes, Visitor

AUTHORS = (Ask.EDIT, Ask.WITHDRAW)


def by_the_engine(who: Visitor, proposal: Proposal) -> Codes:
    """First what the item takes, then what is asked of the person. It knows nothing of hiding and taking back,
    nor of moderators."""
    if (
        proposal.standing != Standing.OPEN
        or in_force(timezone.now()).filter(person_id=who.person.pk).exists()
    ):
        return {}
    mine = proposal.author_id == who.person.pk
    return {ask: _said(who, proposal, deed) for ask, deed in DEEDS.items() if mine or ask not in AUTHORS}


def _said(who: Visitor, proposal: Proposal, deed: Deed) -> str:
    is_open = is_open_for(proposal.rules, proposal.item, deed, timezone.now())
    if not is_open.allowed:
        return is_open.code
    return is_entitled(persona_of(who.person), proposal.rules.requirement(deed)).code


def in_a_replay(proposal: Proposal) -> dict[Ask, bool]:
    """Whether an act of that day would have been counted. Asked of what some gate counts, and of nobody in person."""
    if proposal.standing != Standing.OPEN:
        return {}
    walker = Walker(proposal.rules, calendar_here())
    item, now = proposal.item, micros(timezone.now())
    is_open = walker.open_counters(item, walker.ends(item), now)
    return {
        ask: any(counter in is_open for counter in walker.needed if COUNTED_BY.get(counter) == (deed,))
        for ask, deed in DEEDS.items()
        if any(COUNTED_BY.get(counter) == (deed,) for counter in walker.needed)
    }
