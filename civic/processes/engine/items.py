"""What the engine knows of an item: nothing but what decides where it goes."""

from dataclasses import dataclass, field
from datetime import datetime

from civic.processes.document import Gate, Otherwise, Tally
from civic.processes.kinds import Effect, Expiry, Outcome


@dataclass(frozen=True, slots=True)
class Item:
    """`closes_at`: when support ends, None where none is gathered; `stage_ends_at`: when the discussion or
    vote it is in ends."""

    stage: str
    closes_at: datetime | None = None
    stage_ends_at: datetime | None = None
    passed: frozenset[str] = frozenset()
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that must happen to an item now. `to` is "" when it stays where it is."""

    to: str = ""
    effects: tuple[Effect, ...] = ()
    gate: Gate | None = None
    outcome: Outcome | None = None
    otherwise: Otherwise | None = None
    # Which of rules.answers becomes owed by the effects; "" for the department's.
    answer: str = ""

    @property
    def expiry(self) -> Expiry | None:
        return self.otherwise.how if self.otherwise else None
