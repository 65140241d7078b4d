"""Proposals made ready to be judged: what they passed, what is counted of them, and their places.

What cannot be judged yet keeps its thresholds that are judged at once, and waits with the rest: a vote for
its result to be recorded, a place for the time of all that are judged together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Min

from civic.processes.document import Rules, Stage, Tally, counters_of
from civic.processes.engine import Item
from civic.processes.kinds import COUNTING, TIMED, Counter
from civic.proposals.models import Proposal, StageResult, ThresholdCrossing
from civic.proposals.placing import company_of, counted_together, placing_stage, ranked
from civic.proposals.tallies import results_of, tallies_of, with_supports, without_a_place

# Nothing here counts these: staff, or the room a vote is held in, record them.
RECORDED = frozenset({Counter.VOTES, Counter.IN_FAVOUR})


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places by counter and proposal, and from when on they stand; None while a result is missing."""

    judged_at: datetime | None
    places: Mapping[Counter, Mapping[int, int]]


class Weighing:
    """At one instant. Remembers the places it has worked out: those judged together are ranked once.

    Without `ends`, no time is over: what is judged at an end is left to whoever waits for it properly.
    """

    def __init__(self, at: datetime, *, ends: bool = True) -> None:
        self.at = at
        self.ends = ends
        self._company: dict[tuple[int, str], Ranking] = {}

    def items(self, proposals: Iterable[Proposal], count: int | None = None) -> dict[int, Item]:
        """By proposal; five queries at most where no rules ask for a place. `count`: see with_supports."""
        wanted = list(proposals)
        passed = passed_by(wanted)
        tallies = tallies_of(wanted)
        results = results_of(wanted)
        return {
            one.pk: self._weighed(
                one,
                passed.get(one.pk, frozenset()),
                with_supports(tallies[one.pk], count),
                has_result=(one.pk, one.item.stage) in results,
            )
            for one in wanted
        }

    def judged_at(self, proposal: Proposal) -> datetime | None:
        """From when on the place stands that was worked out for it; None where it needs none, or has none yet."""
        found = placing_stage(proposal.rules, proposal.item.stage)
        ranking = self._company.get((proposal.pk, found[0].key)) if found else None
        return ranking.judged_at if ranking else None

    def _weighed(self, proposal: Proposal, passed: frozenset[str], tally: Tally, *, has_result: bool) -> Item:
        item = replace(proposal.item, passed=passed, tally=tally)
        if not self.ends:
            return replace(item, closes_at=None, stage_ends_at=None)
        rules = proposal.rules
        stage = rules.stage(item.stage)
        if not has_result and asks_for_a_result(stage, passed):
            item = replace(item, stage_ends_at=None)
        return self._placed(proposal, rules, item)

    def _placed(self, proposal: Proposal, rules: Rules, item: Item) -> Item:
        found = placing_stage(rules, item.stage)
        if found is None:
            return item
        stage, counters = found
        ends_at = proposal.closes_at if stage.kind in COUNTING else proposal.stage_ends_at
        if ends_at is None or self.at < ends_at:
            return item
        ranking = self._ranking(proposal, stage, counters)
        if ranking.judged_at is None or self.at < ranking.judged_at:
            if stage.kind in COUNTING:
                return replace(item, closes_at=None)
            return replace(item, stage_ends_at=None)
        places = {by: ranking.places[by][proposal.pk] for by in counters if proposal.pk in ranking.places[by]}
        return replace(item, tally=Tally(item.tally.counts, places))

    def _ranking(self, proposal: Proposal, stage: Stage, counters: frozenset[Counter]) -> Ranking:
        here = (proposal.pk, stage.key)
        if here not in self._company:
            company = counted_together(proposal, stage) or company_of(proposal, stage)
            ranking = _rank(company.ids, company.judged_at, stage, counters) if company else Ranking(None, {})
            ids = company.ids if company else (proposal.pk,)
            self._company |= dict.fromkeys(((pk, stage.key) for pk in ids), ranking)
        return self._company[here]


def _rank(ids: Iterable[int], judged_at: datetime, stage: Stage, counters: frozenset[Counter]) -> Ranking:
    together = list(Proposal.objects.filter(pk__in=ids).defer("body_html", "body_source", "search_terms"))
    if counters & RECORDED and _lack_a_result(together, stage):
        return Ranking(None, {})
    tallies = tallies_of(together, stage.key)
    outside = without_a_place(together, stage.key) if counters & RECORDED else frozenset()
    known_at = first_results_at(ids, stage.key) if counters & RECORDED else None
    return Ranking(
        max(judged_at, known_at or judged_at),
        {
            by: ranked({pk: tally.of(by) for pk, tally in tallies.items() if pk not in outside})
            for by in counters
        },
    )


def first_results_at(ids: Iterable[int], stage: str) -> datetime | None:
    """When the last of these had its first result in the stage; None where nothing was recorded of any."""
    results = StageResult.objects.filter(proposal__in=ids, stage_key=stage).order_by()
    firsts = results.values("proposal").annotate(first=Min("at")).values_list("first", flat=True)
    return max(firsts, default=None)


def _lack_a_result(together: list[Proposal], stage: Stage) -> bool:
    results = results_of(together)
    still_there = [one for one in together if one.item.stage == stage.key]
    return any((one.pk, stage.key) not in results for one in still_there)


def asks_for_a_result(stage: Stage, passed: frozenset[str] = frozenset()) -> bool:
    """Whether a gate of the stage looks at what only a recorded result can say."""
    return stage.kind in TIMED and any(
        counters_of(gate.when) & RECORDED for gate in stage.gates if gate.key not in passed
    )


def passed_by(proposals: Iterable[Proposal]) -> dict[int, frozenset[str]]:
    """The keys of the gates each has passed; nothing for those that passed none. One query."""
    passed: dict[int, set[str]] = {}
    found = ThresholdCrossing.objects.filter(proposal__in=[one.pk for one in proposals])
    for pk, key in found.values_list("proposal_id", "threshold"):
        passed.setdefault(pk, set()).add(key)
    return {pk: frozenset(keys) for pk, keys in passed.items()}
