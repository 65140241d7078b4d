"""Who takes part in a debate while it runs: what a threshold on people looks at there."""

from collections.abc import Mapping

from civic.debates.models import DebateStat
from civic.proposals.tallies import counts_people


@counts_people
def people_in_debates(items: list[int]) -> Mapping[tuple[int, str], int]:
    """By item and stage. One query; the numbers are written with every opinion, in its transaction."""
    rows = DebateStat.objects.filter(
        debate__item__in=items, debate__opened_at__isnull=False, participants__gt=0
    ).values_list("debate__item_id", "debate__stage_key", "participants")
    return {(item, stage): people for item, stage, people in rows}
