"""What is wrong with a ballot before anybody votes: errors keep it closed, warnings are for a second look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from civic.ballots.choosing import most_choices
from civic.ballots.kinds import Kind
from civic.ballots.models import Ballot, Option
from civic.processes.document import counters_of
from civic.processes.kinds import Counter

JUDGED_BY_VOTES = frozenset({Counter.VOTES, Counter.IN_FAVOUR})


@dataclass(frozen=True, slots=True)
class Finding:
    is_error: bool
    code: str
    sentence: str


def findings(ballot: Ballot, options: Sequence[Option], at: datetime) -> list[Finding]:
    return [
        *(Finding(True, code, said) for code, said in _errors(ballot, options, at)),
        *(Finding(False, code, said) for code, said in _warnings(ballot, options)),
    ]


def _errors(ballot: Ballot, options: Sequence[Option], at: datetime) -> Iterator[tuple[str, str]]:
    if len(options) < 2:
        yield "few_options", _("There is nothing to choose: a ballot needs two options at least.")
    names = [one.label.casefold() for one in options]
    if len(set(names)) < len(names):
        yield "same_names", _("Two options have the same name: nobody could tell them apart.")
    if ballot.opened_at is not None and ballot.closes_at is not None and ballot.closes_at <= ballot.opened_at:
        yield "ends_before", _("It ends before it begins.")
    stage = ballot.stage
    if stage is not None and stage.window is None:
        yield "no_end", _("The rules give its stage no time: nobody would know when it ends.")
    if ballot.is_joint and len([one for one in options if one.proposal_id]) < len(options):
        yield "without_proposal", _("A vote among proposals has an option without one.")
    if ballot.kind == Kind.BUDGET:
        yield from _money(ballot, options)
    if ballot.exactly and ballot.choices > len(options) > 1:
        yield (
            "too_few_to_choose",
            _("Everybody must choose %(count)s, and there are not so many.") % {"count": ballot.choices},
        )


def _money(ballot: Ballot, options: Sequence[Option]) -> Iterator[tuple[str, str]]:
    if ballot.sum <= 0:
        yield "no_sum", _("No sum of money is named.")
        return
    if any(one.cost is None for one in options):
        yield "no_cost", _("A project has no cost.")
    costs = sorted(one.cost for one in options if one.cost is not None)
    if costs and costs[0] > ballot.sum:
        yield "unaffordable", _("Every project costs more than there is: nobody could spend it.")
    most = most_choices(ballot, len(options))
    if ballot.exactly and costs and costs[0] <= ballot.sum < sum(costs[:most]):
        yield "exactly_unaffordable", _("So many projects never fit into the sum.")


def _warnings(ballot: Ballot, options: Sequence[Option]) -> Iterator[tuple[str, str]]:
    if ballot.kind == Kind.BUDGET and ballot.sum > 0:
        dear = [one.label for one in options if (one.cost or 0) > ballot.sum]
        if dear:
            yield (
                "too_dear",
                _("It costs more than there is, so nobody can choose it: %(name)s") % {"name": dear[0]},
            )
        if sum(one.cost or 0 for one in options) <= ballot.sum:
            yield "all_fit", _("All of them fit into the sum: there is nothing to decide.")
    if ballot.kind != Kind.FOR_AGAINST and not ballot.is_shuffled and len(options) > 4:
        yield (
            "fixed_order",
            _("What stands first is chosen more often: let the order differ from person to person."),
        )
    if ballot.kind != Kind.FOR_AGAINST and any(not one.description for one in options):
        yield "no_words", _("An option is not described: people choose what they understand.")
    stage = ballot.stage
    if stage is None:
        return
    if ballot.has_boxes and not any(counters_of(gate.when) & JUDGED_BY_VOTES for gate in stage.gates):
        yield "boxes_late", _("The rules judge this stage by no votes: they would not wait for the boxes.")
