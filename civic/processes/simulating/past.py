"""What is known of a past item: when it began, and what was counted of it when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from civic.processes.kinds import Counter

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# Instants as microseconds since the epoch, in order: a hundred thousand items hold millions of them.
Instants = Sequence[int]


def micros(moment: datetime) -> int:
    """An aware instant as a whole number of microseconds since the epoch."""
    return (moment - EPOCH) // MICROSECOND


def instant(count: int) -> datetime:
    """The instant, in UTC, of so many microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=count)


@dataclass(frozen=True, slots=True)
class Past:
    """One past item.

    `acts` holds, by counter, the instant of each act that is counted. `finals` holds counts of which no
    instant is known: they are taken as counts at the end of the window. `elsewhere` was collected on paper
    or on another platform and counts toward support only where the rules say so. `left_at` is when people
    took it out (withdrawn, refused), whatever the rules.
    """

    number: str
    registered_at: datetime
    acts: Mapping[Counter, Instants] = field(default_factory=dict)
    finals: Mapping[Counter, int] = field(default_factory=dict)
    elsewhere: int = 0
    left_at: datetime | None = None
    title: str = ""
    department: str = ""
    # The proposal's own number where it stands on this platform; 0 where it does not.
    pk: int = 0

    def total(self, counter: Counter) -> int:
        """All that is known to have been counted, whenever."""
        return len(self.acts.get(counter, ())) + self.finals.get(counter, 0)
