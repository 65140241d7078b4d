"""What came before the committee while nobody was there to take it: older than the room, or brought from elsewhere."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from civic.agenda.candidates import ENDS_IT, arrive
from civic.agenda.models import Arrival, Candidate, State
from civic.agenda.rules import may_keep_members, somebody_sits
from civic.processes.kinds import Effect, StageKind
from civic.proposals.models import Ending, Proposal, Standing, ThresholdCrossing
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User

# So many in one transaction.
BATCH = 200


def left_behind() -> QuerySet[Proposal]:
    """Items that should be candidates and are none: in the committee's stage, or past the number of the rules."""
    mine = Candidate.objects.filter(item=OuterRef("pk"))
    passed = ThresholdCrossing.objects.filter(effects__contains=[Effect.AGENDA_CANDIDATE])
    stands_there = Q(stage=StageKind.COMMITTEE) & ~Exists(mine.exclude(state__in=[State.GONE, State.JOINED]))
    has_passed = Q(pk__in=passed.values("proposal_id")) & ~Exists(mine)
    ended = Q(closed_as__in=[*ENDS_IT, Ending.MERGED])
    return Proposal.objects.filter(stands_there | (has_passed & ~ended), standing=Standing.OPEN)


def may_take_over(person: User | None, at: datetime) -> Verdict:
    """Moderators; or nobody in particular, when somebody takes a seat. Only a committee takes something over."""
    if person is not None and (allowed := may_keep_members(person)) is not YES:
        return allowed
    if not somebody_sits(at):
        return no(
            "nobody_sits",
            _("Nobody sits on a committee: there is nobody to take them over."),
            _("Appoint its members first. Until then you decide about them yourself."),
        )
    return YES


@transaction.atomic
def take_over(*, at: datetime, by: User | None = None) -> int:
    """Make up to BATCH of them candidates, the oldest first; returns how many. Run again, it goes on.

    Raises Refused for a person; when nobody sits, 0 for nobody in particular.
    """
    allowed = may_take_over(by, at)
    if by is None and not allowed.allowed:
        return 0
    require(allowed)
    found = left_behind().select_for_update(of=("self",), no_key=True).order_by("pk")
    return sum(_arrives(item, by, at) for item in found[:BATCH])


def _arrives(item: Proposal, by: User | None, at: datetime) -> bool:
    came_by = Arrival.STAGE if item.stage == StageKind.COMMITTEE else Arrival.THRESHOLD
    return arrive(item=item, came_by=came_by, by=by, at=at, anew=True) is not None
