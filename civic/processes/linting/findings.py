"""What the linter says, and what it must be told."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from civic.processes.kinds import Counter, Identity
from platform_core.access import Verdict


class Level(StrEnum):
    """An error cannot be published; a warning is probably a mistake; a hint is worth a thought."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


ORDER = list(Level)


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` says where in the document, as RulesError does: "stages.0.gates.1.when"."""

    level: Level
    code: str
    path: str
    sentence: str
    what_next: str


@dataclass(frozen=True, slots=True)
class Past:
    """What the institution's own items of the last twelve months came to: final counts, by counter."""

    counts: Mapping[Counter, Sequence[int]]

    @classmethod
    def of(cls, counts: Mapping[Counter, Iterable[int]]) -> "Past":
        return cls({counter: sorted(each) for counter, each in counts.items()})

    def items(self, counter: Counter) -> int:
        return len(self.counts.get(counter, ()))

    def reached(self, counter: Counter, count: int) -> int:
        """How many came to `count` or more."""
        each = self.counts.get(counter, ())
        return len(each) - bisect_left(each, count)


@dataclass(frozen=True, slots=True)
class LintContext:
    """What surrounds the rules. `identities`: checks of identity that can be made here; None: not known. `refused`:
    features of the plan that are not in use here, and why (tenants/entitlements.py).
    """

    today: date
    languages: tuple[str, ...] = ("ko",)
    name: str = ""
    other_names: tuple[str, ...] = ()
    identities: frozenset[Identity] | None = None
    past: Past = field(default_factory=lambda: Past({}))
    refused: Mapping[str, Verdict] = field(default_factory=dict)
