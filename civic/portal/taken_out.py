"""What a proposal's page says of supports that were taken out of its count: how many, when, why."""

from typing import Any

from civic.abuse.models import State, Touched
from civic.proposals.models import Proposal


def taken_out(proposal: Proposal) -> list[dict[str, Any]]:
    """Those that were finished, the latest first; what was undone again is said, too. One query."""
    rows = Touched.objects.filter(
        proposal=proposal, invalidation__state__in=(State.DONE, State.UNDOING, State.UNDONE)
    ).select_related("invalidation")
    return [
        {
            "count": one.count,
            "at": one.invalidation.ended_at or one.invalidation.undone_at,
            "said": one.invalidation.said,
            "reason": one.invalidation.reason,
            "undone_reason": one.invalidation.undone_reason,
        }
        for one in rows.order_by("-invalidation_id")
    ]
