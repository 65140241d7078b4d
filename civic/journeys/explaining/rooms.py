"""The room in which people take part in what is discussed or voted on here: it answers for itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from civic.ballots.rules import may_vote
from civic.debates.models import Debate
from civic.debates.rules import may_opine
from civic.journeys.balloting import ballots_of
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from platform_core.access import Verdict


@dataclass(frozen=True, slots=True)
class Room:
    """What the page itself would say, and where it is."""

    verdict: Verdict
    address: str


def room_of(person: Any, proposal: Proposal, at: datetime) -> Room | None:
    """Of the stage it is in; None where nothing is held here. A query or two, and only in such a stage."""
    if proposal.stage == StageKind.DEBATING:
        return _debate(person, proposal, at)
    if proposal.stage == StageKind.VOTING:
        return _ballot(person, proposal, at)
    return None


def _debate(person: Any, proposal: Proposal, at: datetime) -> Room | None:
    found = Debate.objects.filter(
        item=proposal, stage_key=proposal.item.stage, opened_at__isnull=False
    ).first()
    if found is None:
        return None
    found.item = proposal
    return Room(may_opine(person, found, None, at), reverse("portal:debate", args=[found.pk]))


def _ballot(person: Any, proposal: Proposal, at: datetime) -> Room | None:
    found = next((one for one in ballots_of([proposal]) if one.stage_key == proposal.item.stage), None)
    if found is None:
        return None
    if not found.is_joint:
        found.item = proposal
    return Room(may_vote(person, found, (), None, at), reverse("portal:ballot", args=[found.pk]))
