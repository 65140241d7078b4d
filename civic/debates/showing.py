"""What the pages of an item may say of the debate that it is in: the numbers as they are now, and no sides
that are kept back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from civic.debates.models import Debate
from civic.debates.queries import numbers_seen_by
from civic.processes.document import Tally
from civic.processes.kinds import Counter, StageKind
from civic.proposals.models import Proposal, StageResult

# What tells on which side people stand.
TELLING = frozenset({Counter.VOTES, Counter.IN_FAVOUR})


class Seen(NamedTuple):
    """`kept_back`: what this viewer may not know yet; whatever asks for one of these is not shown."""

    tally: Tally
    kept_back: frozenset[Counter] = frozenset()


def tally_seen_by(viewer: Any, item: Proposal, tally: Tally, at: datetime) -> Seen:
    """`tally`, with the debate's own numbers while it runs. One query for what is being discussed, else none."""
    if item.stage != StageKind.DEBATING:
        return Seen(tally)
    found = Debate.objects.select_related("stat").filter(item=item, stage_key=item.item.stage).first()
    if found is None or found.opened_at is None:
        return Seen(tally)
    found.item = item
    numbers = numbers_seen_by(viewer, found, at)
    kept_back = frozenset() if numbers.are_shown else TELLING
    if not numbers.participants:
        # Held elsewhere: what staff recorded of it.
        return Seen(tally, kept_back)
    return Seen(replace(tally, counts={**tally.counts, **numbers.as_counts()}), kept_back)


def results_seen(
    results: Iterable[StageResult], item: Proposal, kept_back: frozenset[Counter]
) -> list[StageResult]:
    """What was recorded while the sides are kept back is not told before they are."""
    return [one for one in results if not (kept_back and one.stage_key == item.item.stage)]
