"""What an invalidation would do to each item, before anything is done."""

from dataclasses import dataclass
from datetime import datetime

from civic.abuse.invalidating import counts_now, passed_gates
from civic.abuse.models import Meant
from civic.abuse.selecting import Conditions, count_selected
from civic.proposals.models import Proposal

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Effect:
    """`falls_below`: numbers of plain gates that are reached now and would not be; `stays`: those it passed already."""

    proposal: Proposal
    taken: int
    now: int
    after: int
    falls_below: tuple[int, ...]
    stays: tuple[int, ...]


def effects(said: str, asked: Conditions, at: datetime) -> list[Effect]:
    """The most affected first, SHOWN of them. Four queries."""
    taken = count_selected(said, asked, at)
    most = sorted(taken, key=lambda pk: (-taken[pk], pk))[:SHOWN]
    items = {one.pk: one for one in Proposal.objects.filter(pk__in=most).order_by("pk")}
    now, passed = counts_now(most), passed_gates(most)
    return [_effect(items[pk], taken[pk], now[pk], passed.get(pk, set()), said) for pk in most if pk in items]


def _effect(item: Proposal, taken: int, now: int, passed: set[str], said: str) -> Effect:
    if said != Meant.SUPPORT:
        return Effect(item, taken, now, now, (), ())
    after = now - taken
    between = [gate for gate in item.rules.thresholds if after < gate.count <= now]
    return Effect(
        item,
        taken,
        now,
        after,
        tuple(gate.count for gate in between if gate.key not in passed),
        tuple(gate.count for gate in between if gate.key in passed),
    )
