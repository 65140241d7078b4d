"""Conditions of gates (guide C2.4): what must hold of the counts for a gate to open.

Counts are exact whole numbers, shares exact fractions: no rounding decides anybody's proposal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _

from civic.processes.document.reading import Reader, RulesError
from civic.processes.kinds import Counter

DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """What has been counted of one item. What is absent was not counted: zero.

    `places` says its place, from 1, among the items it is judged together with, by counter.
    """

    counts: Mapping[Counter, int] = field(default_factory=dict)
    places: Mapping[Counter, int] = field(default_factory=dict)

    def of(self, counter: Counter) -> int:
        return self.counts.get(counter, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked for, with what there is: for bars, sentences and verdicts."""

    counter: Counter
    needed: int
    actual: int

    @property
    def holds(self) -> bool:
        return self.actual >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.actual)


@dataclass(frozen=True, slots=True)
class AtLeast:
    counter: Counter
    count: int

    def holds(self, tally: Tally) -> bool:
        return tally.of(self.counter) >= self.count

    def parts(self, tally: Tally) -> Iterator[Part]:
        yield Part(self.counter, self.count, tally.of(self.counter))


@dataclass(frozen=True, slots=True)
class ShareOfPopulation:
    """A share of the people entitled, such as 1/200 of the electorate: rounded up to whole people."""

    counter: Counter
    population: str
    people: int
    share: Fraction

    @property
    def count(self) -> int:
        return ceil(self.people * self.share)

    def holds(self, tally: Tally) -> bool:
        return tally.of(self.counter) >= self.count

    def parts(self, tally: Tally) -> Iterator[Part]:
        yield Part(self.counter, self.count, tally.of(self.counter))


@dataclass(frozen=True, slots=True)
class Proportion:
    """A part of a whole: "more than half of the votes in favour". Of nothing, nothing holds."""

    part: Counter
    whole: Counter
    share: Fraction
    strict: bool

    def holds(self, tally: Tally) -> bool:
        part, bound = tally.of(self.part), tally.of(self.whole) * self.share
        return tally.of(self.whole) > 0 and (part > bound if self.strict else part >= bound)

    def parts(self, tally: Tally) -> Iterator[Part]:
        bound = tally.of(self.whole) * self.share
        needed = floor(bound) + 1 if self.strict else max(1, ceil(bound))
        yield Part(self.part, needed, tally.of(self.part))


@dataclass(frozen=True, slots=True)
class Top:
    """Among the first N of those whose time ends together. Who has nothing is not among them."""

    places: int
    by: Counter

    def holds(self, tally: Tally) -> bool:
        place = tally.places.get(self.by)
        return place is not None and place <= self.places and tally.of(self.by) > 0

    def parts(self, _tally: Tally) -> Iterator[Part]:
        return iter(())


@dataclass(frozen=True, slots=True)
class All:
    conditions: tuple["Condition", ...]

    def holds(self, tally: Tally) -> bool:
        return all(one.holds(tally) for one in self.conditions)

    def parts(self, tally: Tally) -> Iterator[Part]:
        for one in self.conditions:
            yield from one.parts(tally)


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple["Condition", ...]

    def holds(self, tally: Tally) -> bool:
        return any(one.holds(tally) for one in self.conditions)

    def parts(self, tally: Tally) -> Iterator[Part]:
        for one in self.conditions:
            yield from one.parts(tally)


@dataclass(frozen=True, slots=True)
class Always:
    def holds(self, _tally: Tally) -> bool:
        return True

    def parts(self, _tally: Tally) -> Iterator[Part]:
        return iter(())


Condition = AtLeast | ShareOfPopulation | Proportion | Top | All | AnyOf | Always


def read_condition(reader: Reader, populations: Mapping[str, int], depth: int = 0) -> Condition:
    """The forms: {counter, at_least}, {counter, share_of, at_least}, {part, of, more_than | at_least},
    {top, by}, {all: […]}, {any: […]}, {always: true}. Raises RulesError."""
    if depth > DEEPEST:
        raise RulesError(reader.path, _("Conditions are nested too deeply to be understood."))
    condition = _read(reader, populations, depth)
    reader.finish()
    return condition


def _read(reader: Reader, populations: Mapping[str, int], depth: int) -> Condition:
    if reader.has("all") or reader.has("any"):
        name = "all" if reader.has("all") else "any"
        inner = tuple(read_condition(each, populations, depth + 1) for each in reader.tables(name))
        if not inner:
            raise RulesError(reader.at(name), _("At least one condition is needed here."))
        return All(inner) if name == "all" else AnyOf(inner)
    if reader.has("top"):
        return Top(reader.positive("top"), reader.choice("by", Counter))
    if reader.has("part"):
        return _proportion(reader)
    if reader.has("share_of"):
        return _share_of_population(reader, populations)
    if reader.has("always"):
        reader.flag("always", default=True)
        return Always()
    return AtLeast(reader.choice("counter", Counter), reader.positive("at_least"))


def _proportion(reader: Reader) -> Proportion:
    strict = reader.has("more_than")
    part, whole = reader.choice("part", Counter), reader.choice("of", Counter)
    return Proportion(part, whole, reader.share("more_than" if strict else "at_least"), strict)


def _share_of_population(reader: Reader, populations: Mapping[str, int]) -> ShareOfPopulation:
    population = reader.key("share_of")
    if population not in populations:
        raise RulesError(reader.at("share_of"), _("This population is not among those counted."))
    return ShareOfPopulation(
        reader.choice("counter", Counter), population, populations[population], reader.share("at_least")
    )


def simple_parts(condition: Condition) -> tuple[AtLeast | ShareOfPopulation, ...]:
    """Every plain count the condition asks for, however deep."""
    if isinstance(condition, AtLeast | ShareOfPopulation):
        return (condition,)
    if isinstance(condition, All | AnyOf):
        return tuple(part for one in condition.conditions for part in simple_parts(one))
    return ()


def counters_of(condition: Condition) -> frozenset[Counter]:
    """What must be counted for it to be judged."""
    match condition:
        case AtLeast() | ShareOfPopulation():
            return frozenset({condition.counter})
        case Proportion():
            return frozenset({condition.part, condition.whole})
        case Top():
            return frozenset({condition.by})
        case All() | AnyOf():
            return frozenset().union(*(counters_of(one) for one in condition.conditions))
        case _:
            return frozenset()


def judged_at_the_end(condition: Condition) -> bool:
    """A share or a place can only be judged when the counting is over."""
    match condition:
        case Proportion() | Top() | Always():
            return True
        case All() | AnyOf():
            return any(judged_at_the_end(one) for one in condition.conditions)
        case _:
            return False
