"""From a proposal to the vote on it, and from the front page to what can be voted on now."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from civic.ballots.kinds import State
from civic.ballots.queries import listed_ballots
from civic.portal.ballots import Row, rows_of, running_rows
from civic.portal.places import places
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal

ON_THE_FRONT_PAGE = 3


def ballots_of(item: Proposal, at: datetime) -> list[dict[str, Any]]:
    """Context of portal/parts/ballots.html: on which ballots it stands, or stood; the newest first.

    Two queries, and none where nothing is put to the vote.
    """
    has_one = any(stage.kind == StageKind.VOTING for stage in item.rules.stages)
    if not has_one or "ballots" not in places():
        return []
    mine = Q(item=item, is_joint=False) | Q(is_joint=True, options__proposal=item)
    found = list(listed_ballots().filter(mine).distinct().order_by("-opened_at", "-pk"))
    states = [one.state_at(at) for one in found]
    return [
        {"row": row, "is_running": state == State.RUNNING}
        for row, state in zip(rows_of(found, at), states, strict=True)
    ]


def ballots_running(at: datetime) -> list[Row]:
    """For the front page; no query where there has never been one."""
    return running_rows(at, most=ON_THE_FRONT_PAGE) if "ballots" in places() else []
