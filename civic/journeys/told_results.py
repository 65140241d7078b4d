"""What a room that holds a stage says of its result: the same event, whichever room it was."""

from datetime import datetime

from civic.proposals.models import Proposal, StageResult
from platform_core.events.actions import event_of
from platform_core.events.models import Event


def result_told(result: StageResult, item: Proposal, at: datetime) -> Event:
    return event_of(
        "proposals.result.recorded",
        item,
        at=at,
        stage_key=result.stage_key,
        counts=result.counts,
        note=result.note,
        version=item.process_version_id,
    )
