"""The same rules with other numbers, for trying them out. What is published is written by the editor."""

from collections.abc import Mapping
from dataclasses import replace

from civic.processes.document import AtLeast, Gate, Rules, Stage
from civic.processes.document.conditions import ShareOfPopulation
from civic.processes.kinds import COUNTING


def with_count(rules: Rules, gate_key: str, count: int) -> Rules:
    """The rules with another number at one plain gate. Raises KeyError, and ValueError for a gate that asks
    for more than a number."""
    if rules.gates[gate_key].count is None:
        raise ValueError(gate_key)
    return with_numbers(rules, counts={gate_key: count})


def with_numbers(
    rules: Rules,
    *,
    counts: Mapping[str, int] | None = None,
    window_days: int | None = None,
    answer_days: int | None = None,
) -> Rules:
    """`counts` by the keys of plain gates; `window_days` for the stage the public counts in; `answer_days`
    for what the department owes. What is None stays."""
    gathering = rules.gathering
    stages = tuple(_stage(stage, counts or {}) for stage in rules.stages)
    if window_days is not None and gathering is not None:
        stages = tuple(
            replace(stage, window=replace(stage.window, days=window_days))
            if stage.key == gathering.key and stage.window is not None
            else stage
            for stage in stages
        )
    answers = rules.answers
    if answer_days is not None:
        (key, first), *others = answers
        answers = ((key, replace(first, days=answer_days)), *others)
    return replace(rules, stages=stages, answers=answers)


def _stage(stage: Stage, counts: Mapping[str, int]) -> Stage:
    if not stage.gates:
        return stage
    return replace(stage, gates=tuple(_gate(gate, counts.get(gate.key)) for gate in stage.gates))


def _gate(gate: Gate, count: int | None) -> Gate:
    if count is None or count == gate.count or not isinstance(gate.when, AtLeast | ShareOfPopulation):
        return gate
    return replace(gate, when=AtLeast(gate.when.counter, count))


def plain_gates(rules: Rules) -> dict[str, int]:
    """By key, the gates that ask for one number, with the number; those of the gathering first."""
    stages = sorted(rules.stages, key=lambda stage: stage.kind not in COUNTING)
    return {gate.key: gate.count for stage in stages for gate in stage.gates if gate.count is not None}
