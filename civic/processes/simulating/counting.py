"""Counts of one past item as time goes by, and the instants at which a condition can begin to hold."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from civic.processes.document import Rules, Stage, Tally, counters_of
from civic.processes.document.conditions import simple_parts
from civic.processes.document.shapes import HELD_APART
from civic.processes.kinds import TIMED, Counter, Deed, Outcome, StageKind, Unverified
from civic.processes.simulating.past import Instants, Past

# People who work here let it go on: that is not what the rules are tried out for.
TAKEN_FOR_GRANTED = {StageKind.SCREENING: Outcome.ACCEPTED, StageKind.REVIEWING: Outcome.ASSIGNED}
# By doing what a counter goes up. What is not here is counted by nobody's deed.
DEEDS: dict[Counter, tuple[Deed, ...]] = {
    Counter.SUPPORT: (Deed.SUPPORT,),
    Counter.VERIFIED_SUPPORT: (Deed.SUPPORT,),
    Counter.DISLIKE: (Deed.DISLIKE,),
    Counter.COMMENTS: (Deed.COMMENT,),
    Counter.PARTICIPANTS: (Deed.SUPPORT, Deed.COMMENT),
    Counter.VOTES: (Deed.VOTE,),
    Counter.IN_FAVOUR: (Deed.VOTE,),
}
# What a discussion or a vote brings, and not the gathering before it.
OF_A_VOTE = frozenset({Counter.VOTES, Counter.IN_FAVOUR})


def has_result(past: Past) -> bool:
    """Whether anything is known of a vote or discussion it had: a sum of zero is a result, too."""
    return any(counter in past.finals or counter in past.acts for counter in OF_A_VOTE)


def counts_people_apart(rules: Rules) -> bool:
    """Whether a debate or vote has a threshold on people: what was recorded of people belongs there."""
    return any(
        Counter.PARTICIPANTS in counters_of(gate.when)
        for stage in rules.stages
        if stage.kind in HELD_APART
        for gate in stage.gates
    )


def stages_ahead(rules: Rules) -> tuple[Stage, ...]:
    """The stages that a replay can come to: what only people's decisions lead to, it does not."""
    found = {rules.first_stage.key}
    for stage in rules.stages:
        if stage.key in found:
            found |= {gate.to for gate in stage.gates if gate.to}
            found |= {stage.otherwise.to or rules.stages[-1].key} if stage.kind in TIMED else set()
            if stage.kind in TAKEN_FOR_GRANTED:
                found.add(stage.way(TAKEN_FOR_GRANTED[stage.kind]))
    # Who is led past a stage that gathers is under its thresholds all the same.
    counting = {over.key for key in found if (over := rules.counting_stage(key)) is not None}
    return tuple(stage for stage in rules.stages if stage.key in found | counting)


def plain_counts(rules: Rules) -> dict[Counter, list[int]]:
    """By counter, every number that a plain part of a gate's condition asks for, the lowest first.

    Only there can a gate that is judged at once begin to hold: shares and places are judged at the end.
    """
    conditions = [gate.when for stage in stages_ahead(rules) for gate in stage.gates]
    found: dict[Counter, set[int]] = {
        counter: set() for condition in conditions for counter in counters_of(condition)
    }
    for condition in conditions:
        for part in simple_parts(condition):
            found[part.counter].add(part.count)
    return {counter: sorted(counts) for counter, counts in found.items()}


def acts_under(rules: Rules, past: Past, counter: Counter) -> Instants:
    """The acts that these rules count: where unverified support is shown apart, the verified one."""
    if counter == Counter.SUPPORT and rules.counting.unverified == Unverified.SHOWN_APART:
        counter = Counter.VERIFIED_SUPPORT
    return past.acts.get(counter, ())


def final_under(rules: Rules, past: Past, counter: Counter) -> int:
    """The count without instants that these rules count."""
    paper = past.elsewhere if counter == Counter.SUPPORT and rules.counting.offline_counts else 0
    return past.finals.get(counter, 0) + paper


class Tape:
    """Runs forward over the acts of one item; acts done while the deed was closed are not counted."""

    def __init__(self, rules: Rules, past: Past, needed: Mapping[Counter, list[int]]) -> None:
        self._needed = needed
        self._of_a_vote = OF_A_VOTE | ({Counter.PARTICIPANTS} if counts_people_apart(rules) else set())
        # Who took part in a debate or vote: of that nothing but the sum is known, once it is over.
        self._taking_part = 0
        self._acts = {counter: acts_under(rules, past, counter) for counter in needed}
        self._finals = {counter: final_under(rules, past, counter) for counter in needed}
        self._played = dict.fromkeys(needed, 0)
        self._counts = dict.fromkeys(needed, 0)

    def tally(self, places: Mapping[Counter, int], *, apart: bool = False) -> Tally:
        """`apart`: in a stage where who takes part is counted there, whoever has supported before."""
        counts = dict(self._counts)
        if apart and Counter.PARTICIPANTS in counts:
            counts[Counter.PARTICIPANTS] = self._taking_part
        return Tally(counts, places)

    def next_reaching(self, open_counters: Iterable[Counter], before: int | None) -> int | None:
        """The first act ahead with which a number that some gate asks for is reached."""
        reached = [self._reaching(counter) for counter in open_counters]
        first = min((moment for moment in reached if moment is not None), default=None)
        return first if first is None or before is None or first < before else None

    def _reaching(self, counter: Counter) -> int | None:
        counted, needed = self._counts[counter], self._needed[counter]
        place = bisect_right(needed, counted)
        if place == len(needed):
            return None
        act = self._played[counter] + needed[place] - counted - 1
        acts = self._acts[counter]
        return acts[act] if act < len(acts) else None

    def play(self, until: int, open_counters: Iterable[Counter], *, inclusive: bool) -> None:
        """Go on to an instant; what happens at the end of a window, to the microsecond, comes too late."""
        find = bisect_right if inclusive else bisect_left
        counting = frozenset(open_counters)
        for counter, acts in self._acts.items():
            played = self._played[counter]
            place = find(acts, until, played)
            if counter in counting:
                self._counts[counter] += place - played
            self._played[counter] = place

    def add_finals(self, *, of_a_vote: bool) -> None:
        """Counts of which nothing but the sum is known come in at the end of the window."""
        for counter in self._finals:
            if (counter in self._of_a_vote) == of_a_vote:
                if of_a_vote and counter == Counter.PARTICIPANTS:
                    self._taking_part += self._finals[counter]
                else:
                    self._counts[counter] += self._finals[counter]
                self._finals[counter] = 0
