"""Whether the numbers a version keeps are still what a count of the rows gives."""

from dataclasses import dataclass

from civic.debates.models import Side
from civic.results.counting import Count, count_now, count_of
from civic.results.models import ReportVersion

# What people would compare; supports of opinions go on after the end.
COMPARED = ("participants", *(side.value for side in Side), "opinions", "replies")


@dataclass(frozen=True, slots=True)
class Recount:
    """`now` differs from what was published in something that matters."""

    then: Count
    now: Count


def recount_of(version: ReportVersion) -> Recount | None:
    """None when nothing that matters differs: opinions may have been hidden, taken back or shown since."""
    then, now = count_of(version.data), count_now(version.report.debate)
    if all(getattr(then, name) == getattr(now, name) for name in COMPARED):
        return None
    return Recount(then, now)
