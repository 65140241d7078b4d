"""What the room hears of. Each may run twice. Arriving and leaving with a step is the journeys' (before_committee)."""

from civic.agenda.candidates import ENDS_IT, leave
from civic.agenda.forgetting import forget_person
from civic.agenda.letters import tell_drawn
from civic.agenda.models import Call
from civic.agenda.taking_over import take_over
from civic.agenda.volunteering import seated_codes
from civic.proposals.models import Proposal
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("agenda.member.added")
def take_over_when_somebody_sits(event: Event) -> None:
    """What came before the committee while it had no members, or while there was none, waits for it now."""
    while take_over(at=event.at):
        pass


@listens_to("proposals.proposal.closed")
def let_go_what_was_closed(event: Event) -> None:
    item = Proposal.objects.filter(pk=event.subject_id or 0).first()
    if item is not None and item.closed_as in ENDS_IT:
        leave(item=item, reason=item.closing_reason, at=event.at)


@listens_to("agenda.draw.made")
def tell_who_was_drawn(event: Event) -> None:
    call = Call.objects.select_related("committee").filter(pk=event.subject_id or 0).first()
    if call is not None:
        tell_drawn(call, seated_codes(call))


@listens_to("agenda.seat.given_back")
def tell_who_follows(event: Event) -> None:
    """By the published order; nobody, when nobody stands by or whoever followed has given it back as well."""
    call = Call.objects.select_related("committee").filter(pk=event.subject_id or 0).first()
    if call is not None and event.data.get("came") in seated_codes(call):
        tell_drawn(call, [event.data["came"]])


@listens_to("accounts.person.withdrew")
def forget_who_left(event: Event) -> None:
    forget_person(user_id=event.subject_id or 0, at=event.at)
