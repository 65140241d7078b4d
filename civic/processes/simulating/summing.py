"""From ways to numbers: what passed which gate, what is owed by whom in which month, what ran out."""

from collections import Counter as Tallied
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from civic.processes.document import Rules
from civic.processes.simulating.dating import Dates
from civic.processes.simulating.past import Past
from civic.processes.simulating.walking import Fate, Way

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class GateSum:
    """`days` is the median time from registration, in days; None where nothing passed."""

    gate: str
    passed: int
    days: float | None


@dataclass(frozen=True, slots=True)
class OwedSum:
    """Answers whose last day lies in `month` (2026-03). `answer` is a key of rules.answers."""

    month: str
    department: str
    answer: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """`passed_any` counts items that passed at least one gate. `fates` and `expired` are by their keys."""

    items: int
    passed_any: int
    gates: tuple[GateSum, ...]
    owed: tuple[OwedSum, ...]
    fates: dict[str, int]
    expired: dict[str, int]

    @property
    def answers(self) -> int:
        return sum(one.count for one in self.owed)


def summarise(rules: Rules, items: Sequence[Past], ways: Sequence[Way], dates: Dates) -> Summary:
    waits: dict[str, list[float]] = {key: [] for key in rules.gates}
    owed: Tallied[tuple[str, str, str]] = Tallied()
    for past, way in zip(items, ways, strict=True):
        for passing in way.passed:
            waits[passing.gate].append((passing.at - past.registered_at).total_seconds() / SECONDS_A_DAY)
        for one in way.owed:
            owed[dates.month(one.due_at), past.department, one.answer] += 1
    fates = Tallied(way.fate.value for way in ways)
    expired = Tallied(way.expiry.value for way in ways if way.fate == Fate.EXPIRED and way.expiry is not None)
    return Summary(
        items=len(items),
        passed_any=sum(bool(way.passed) for way in ways),
        gates=tuple(
            GateSum(key, len(days), round(median(days), 1) if days else None) for key, days in waits.items()
        ),
        owed=tuple(OwedSum(*key, count) for key, count in sorted(owed.items())),
        fates=dict(fates),
        expired=dict(expired),
    )
