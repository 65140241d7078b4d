"""Numbers for pages, read from the daily rows: as many questions for ten years of a city as for its first day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import Trunc

from civic.efficacy.measures import FACTS, SUMS
from civic.efficacy.models import Counted, DailyCount
from civic.efficacy.periods import Period
from civic.processes.kinds import StageKind
from civic.proposals.models import Origin
from civic.proposals.queries import listed

# Fewer people than this could be known by somebody: the number is not told.
FEWEST = 5
FLOWS = (*FACTS, *SUMS)
DEEDS = ("proposed", "supported", "commented", "debated", "voted", "came")
PEOPLE_BY = ("", "how:paper", *(f"deed:{deed}" for deed in DEEDS))


@dataclass(slots=True)
class Numbers:
    """Of one period, or of several together."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    # By dimension ("" for all): people, and those of them who had taken part on an earlier day.
    people: dict[str, int] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    # Days from a proposal to its change → how many.
    days: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def share(self, part: str, *whole: str) -> int | None:
        """Whole percent, rounded down: what is nearly all is never called all. None of nothing."""
        total = sum(self.counts[one] for one in whole)
        return self.counts[part] * 100 // total if total else None

    @property
    def changes(self) -> int:
        return sum(self.days.values())

    def days_within(self, percent: int) -> int | None:
        """So many days had passed when `percent` of the changes had come (nearest rank); None without any."""
        wanted, reached = self.changes * percent, 0
        for days in sorted(self.days):
            reached += self.days[days] * 100
            if reached >= wanted:
                return days
        return None


def is_few(value: int) -> bool:
    return 0 < value < FEWEST


def share_of_people(part: int, whole: int) -> int | None:
    """Whole percent; None where it would tell of fewer than FEWEST people, or of all but so few."""
    if whole < FEWEST or is_few(part) or is_few(whole - part):
        return None
    return part * 100 // whole


def counted_until() -> date | None:
    """The first day that is in none of the numbers; None before the first count."""
    found: date | None = Counted.objects.aggregate(until=Min("until"))["until"]
    return found if found is not None and found > date.min else None


def numbers_by_period(periods: list[Period], narrow: str = "") -> dict[Period, Numbers]:
    """One question. `narrow` is "", "category:…" or "department:…"; people by deed are told of all alone."""
    by = periods[0].by
    found = {period: Numbers() for period in periods}
    wanted = Q(measure__in=FLOWS, dimension=narrow)
    wanted |= Q(measure="days_to_change", dimension__startswith=f"{narrow}@")
    of_people = Q(measure__in=(f"people.{by}", f"people.{by}.again"))
    wanted |= of_people & (Q(dimension=narrow) if narrow else Q(dimension__in=PEOPLE_BY))
    rows = DailyCount.objects.filter(wanted, day__gte=periods[0].begins, day__lt=periods[-1].ends)
    summed = rows.annotate(begins=Trunc("day", by.value)).values_list("begins", "measure", "dimension")
    for begins, measure, dimension, value in summed.annotate(sum=Sum("value")).order_by():
        _put(found[Period(begins, by)], measure, dimension, value)
    return found


def _put(numbers: Numbers, measure: str, dimension: str, value: int) -> None:
    if measure == "days_to_change":
        numbers.days[int(dimension.rpartition("@")[2])] += value
    elif measure.endswith(".again"):
        numbers.again[dimension] = value
    elif measure.startswith("people."):
        numbers.people[dimension] = value
    else:
        numbers.counts[measure] += value


def together(several: Iterable[Numbers]) -> Numbers:
    """Of several periods. People are not added up: somebody in two periods is one person."""
    whole = Numbers()
    for numbers in several:
        for measure, value in numbers.counts.items():
            whole.counts[measure] += value
        for days, value in numbers.days.items():
            whole.days[days] += value
    return whole


def by_day(measures: Iterable[str], first: date, last: date) -> dict[date, dict[str, int]]:
    """Of each day from `first` to `last`, both included, on which there was anything. One question."""
    rows = DailyCount.objects.filter(measure__in=list(measures), dimension="", day__range=(first, last))
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for day, measure, value in rows.values_list("day", "measure", "value"):
        found[day][measure] = value
    return found


def stages_now(narrow: str = "") -> list[tuple[StageKind, int]]:
    """How many citizens' proposals everybody can read stand in each kind of stage, in the order of the way."""
    rows = listed().filter(origin__in=(Origin.ONLINE, Origin.PAPER))
    kind, _colon, key = narrow.partition(":")
    if kind:
        rows = rows.filter(**{kind: int(key) or None})
    counts = dict(rows.order_by().values_list("stage").annotate(many=Count("pk")))
    return [(stage, counts[stage.value]) for stage in StageKind if counts.get(stage.value)]
