"""What becomes a candidate, told by what happened to it. Each may run twice."""

from civic.agenda.candidates import ENDS_IT, arrive, join, leave
from civic.agenda.forgetting import forget_person
from civic.agenda.models import Arrival, Candidate
from civic.processes.kinds import Effect, StageKind
from civic.proposals.models import Merger, MoveCause, Proposal
from platform_core.events.models import Event
from platform_core.events.registry import listens_to


@listens_to("proposals.threshold.crossed")
def welcome_what_reached_the_number(event: Event) -> None:
    item = Proposal.objects.filter(pk=event.subject_id or 0).first()
    if item is not None and Effect.AGENDA_CANDIDATE in event.data.get("effects", []):
        arrive(item=item, came_by=Arrival.THRESHOLD, at=event.at)


@listens_to("proposals.stage.entered")
def welcome_what_came_into_the_stage(event: Event) -> None:
    """What stood before the committee and stands elsewhere now has gone, unless the committee let it go on."""
    item = Proposal.objects.filter(pk=event.subject_id or 0).first()
    if item is None:
        return
    if event.data.get("stage") == StageKind.COMMITTEE and item.stage == StageKind.COMMITTEE:
        is_rescue = event.data.get("cause") == MoveCause.RESCUE
        reason = event.data.get("reason", "") if is_rescue else ""
        arrive(item=item, came_by=Arrival.RESCUE if is_rescue else Arrival.STAGE, at=event.at, reason=reason)
    elif item.stage != StageKind.COMMITTEE and _stood_in_the_stage(item):
        leave(item=item, reason=event.data.get("reason", ""), at=event.at)


def _stood_in_the_stage(item: Proposal) -> bool:
    """Whether a decision in the stage, not a number alone, is what it waited for."""
    came_for_it = Candidate.objects.filter(item=item, came_by__in=[Arrival.STAGE, Arrival.RESCUE]).exists()
    return came_for_it or item.moves.filter(stage=StageKind.COMMITTEE).exists()


@listens_to("proposals.proposal.closed")
def let_go_what_was_closed(event: Event) -> None:
    item = Proposal.objects.filter(pk=event.subject_id or 0).first()
    if item is not None and item.closed_as in ENDS_IT:
        leave(item=item, reason=item.closing_reason, at=event.at)


@listens_to("proposals.proposal.merged")
def join_what_was_joined(event: Event) -> None:
    merger = (
        Merger.objects.filter(
            merged=event.data.get("merged") or 0, kept=event.subject_id or 0, undone_at=None
        )
        .select_related("kept", "merged")
        .first()
    )
    if merger is not None:
        join(kept=merger.kept, merged=merger.merged, at=event.at)


@listens_to("accounts.person.withdrew")
def forget_who_left(event: Event) -> None:
    forget_person(user_id=event.subject_id or 0, at=event.at)
