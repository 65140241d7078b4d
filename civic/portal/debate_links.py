"""From a proposal to where it is discussed, and from the front page to what runs now."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from civic.debates.kinds import State
from civic.debates.queries import listed_debates
from civic.portal.debate_rows import Row, row_of, running_rows
from civic.portal.places import places
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal

ON_THE_FRONT_PAGE = 3


def debates_of(item: Proposal, at: datetime) -> list[dict[str, Any]]:
    """Context of portal/parts/debates.html: its own debate, and those of what grew out of it; the newest first.

    One query, and none where nobody discusses anything.
    """
    has_one = any(stage.kind == StageKind.DEBATING for stage in item.rules.stages)
    if not has_one and "debates" not in places():
        return []
    found = listed_debates().filter(Q(item=item) | Q(item__came_from__earlier=item)).distinct()
    rows = [(one.state_at(at), row_of(one, at)) for one in found.order_by("-opened_at", "-pk")]
    return [{"row": row, "is_running": state == State.RUNNING} for state, row in rows]


def debates_running(at: datetime) -> list[Row]:
    """For the front page; no query where there has never been one."""
    return running_rows(at, most=ON_THE_FRONT_PAGE) if "debates" in places() else []
