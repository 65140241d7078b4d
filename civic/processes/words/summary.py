"""How a process works in three steps, for front pages and forms: its own numbers, whatever its stages are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.processes.document import Gate, Rules, Stage
from civic.processes.document.conditions import simple_parts
from civic.processes.kinds import COUNTING, StageKind, Track, Visibility
from civic.processes.words.answers import promise_sentence
from civic.processes.words.gates import gate_headline
from civic.processes.words.phrases import counted
from civic.processes.words.stages import SUMMARIES, window_sentence

_INSTITUTION_BEGINS = frozenset({Track.QUESTION, Track.SURVEY})
_TITLES = {
    StageKind.ENDORSING: gettext_lazy("Neighbours support it"),
    StageKind.GATHERING: gettext_lazy("Neighbours support it"),
    StageKind.COMMITTEE: gettext_lazy("A committee chooses"),
    StageKind.DEBATING: gettext_lazy("Everyone discusses it"),
    StageKind.VOTING: gettext_lazy("Everyone votes"),
    StageKind.SCREENING: gettext_lazy("It is checked"),
    StageKind.REVIEWING: gettext_lazy("The department is found"),
}
_FIRST = {
    StageKind.SCREENING: gettext_lazy("It is checked first."),
    StageKind.ENDORSING: gettext_lazy("First it needs a circle of people who endorse it."),
    StageKind.GATHERING: gettext_lazy("It is public at once, for everyone to read and take part in."),
    StageKind.COMMITTEE: gettext_lazy("It goes to the committee."),
    StageKind.DEBATING: gettext_lazy("It is discussed in public at once."),
    StageKind.VOTING: gettext_lazy("It is put to the vote."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """`kind`: begin, one of StageKind, or answer."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """`figure`: "50 supports", to be read from afar; "" for what is no plain count."""

    figure: str
    sentence: str


def three_steps(rules: Rules) -> tuple[Step, Step, Step]:
    middle = _middle(rules)
    return (
        _beginning(rules),
        Step(middle.kind.value, str(_TITLES.get(middle.kind, middle.kind.label)), _about(rules, middle)),
        Step("answer", _("An answer follows"), promise_sentence(rules.answer)),
    )


def what_awaits(rules: Rules) -> tuple[str, ...]:
    """What happens to something new, for somebody about to write it: whole sentences."""
    first = rules.first_stage
    return tuple(_awaiting(rules, first))


def first_goal(rules: Rules) -> str:
    """The first threshold people meet, as a sentence; "" where nothing is counted."""
    for stage in rules.stages:
        if stage.gates:
            return gate_headline(rules, stage, _lowest(stage))
    return ""


def goals(rules: Rules) -> tuple[Goal, ...]:
    """Each threshold at a glance, in the order of the way: for posters."""
    return tuple(
        Goal(_figure(gate), gate_headline(rules, stage, gate))
        for stage in rules.stages
        for gate in _ascending(stage)
    )


def _figure(gate: Gate) -> str:
    parts = simple_parts(gate.when)
    return counted(parts[0].counter, parts[0].count) if gate.count is not None else ""


def _beginning(rules: Rules) -> Step:
    if rules.track in _INSTITUTION_BEGINS:
        return Step("begin", _("The institution asks"), _("It says what it wants to know, and why."))
    return Step(
        "begin",
        _("You propose"),
        _("Write what should change. A few sentences are enough; a photograph helps."),
    )


def _middle(rules: Rules) -> Stage:
    """What stands for the people's part: where it is counted, else where it is chosen, else what comes first."""
    for kinds in (COUNTING, {StageKind.VOTING}, {StageKind.DEBATING}, {StageKind.COMMITTEE}):
        with_gates = [stage for stage in rules.stages if stage.kind in kinds]
        if with_gates:
            return rules.gathering or with_gates[0] if kinds is COUNTING else with_gates[0]
    return rules.first_stage


def _about(rules: Rules, stage: Stage) -> str:
    if stage.gates:
        return gate_headline(rules, stage, _lowest(stage))
    if stage.window is not None:
        return window_sentence(stage.kind, stage.window)
    return str(SUMMARIES[stage.kind])


def _awaiting(rules: Rules, first: Stage) -> Iterator[str]:
    if first.visibility == Visibility.AUTHOR_AND_STAFF:
        yield _("At first only you and the staff can read it.")
    if first.kind == StageKind.GATHERING and first.visibility != Visibility.PUBLIC:
        yield str(SUMMARIES[first.kind])
    else:
        yield str(_FIRST.get(first.kind, SUMMARIES[first.kind]))
    if goal := first_goal(rules):
        yield goal


def _lowest(stage: Stage) -> Gate:
    return _ascending(stage)[0]


def _ascending(stage: Stage) -> list[Gate]:
    """Plain counts from the lowest; what asks for more than a count stands where it was written."""
    plain = sorted((gate for gate in stage.gates if gate.count is not None), key=lambda one: one.count or 0)
    return [*plain, *(gate for gate in stage.gates if gate.count is None)]
