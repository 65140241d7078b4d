"""Where an item goes: one engine for pages, API, desk, worker and simulator.

Pure: the same rules, counts and instant give the same steps, whenever and wherever they are asked for.
The worker carries out what is found here; it decides nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from civic.processes.document import Gate, Rules, Stage
from civic.processes.engine.items import Item, Step
from civic.processes.kinds import ANSWERED, COUNTING, TIMED, Effect, Expiry, Judged, Outcome, StageKind

ASK_FOR_AN_ANSWER = frozenset({Effect.OWE_ANSWER, Effect.HEAD_ANSWERS, Effect.MEETING})


def steps(rules: Rules, item: Item, at: datetime) -> tuple[Step, ...]:
    """Everything that must happen to the item at `at`, in order; () when nothing must.

    Gates of the stage that gathers go on working after the item has moved on, as long as they are not
    passed: the second threshold may be reached while the first answer is being written. What follows in
    the stage it comes to is asked anew: until nothing is due.
    """
    found: list[Step] = []
    stage = rules.stage(item.stage)
    for source in _live_stages(rules, stage):
        for step in _gate_steps(rules, source, item, at):
            found.append(step)
            if step.to:
                item = replace(item, stage=step.to)
    if item.stage == stage.key and _is_judged(stage, item, at):
        found.append(_expired(rules, stage))
    return tuple(found)


def decided(rules: Rules, stage_key: str, outcome: Outcome) -> Step:
    """What follows from what people decided. Raises KeyError for an outcome the stage does not have."""
    stage = rules.stage(stage_key)
    to = stage.way(outcome)
    return Step(to=to, outcome=outcome, effects=_owed_in(rules, stage, to), answer=rules.stage(to).answer)


def moved(rules: Rules, stage_key: str, to: str) -> Step:
    """What follows when staff move it by hand. Raises KeyError for a stage that does not exist."""
    target = rules.stage(to)
    return Step(to=target.key, effects=_owed_in(rules, rules.stage(stage_key), to), answer=target.answer)


def rescued(rules: Rules, stage_key: str) -> Step:
    """What follows when something is taken up below its threshold. For rules that know a rescue."""
    to = rules.rescuing.to or next(one.key for one in rules.stages if one.kind in ANSWERED)
    return moved(rules, stage_key, to)


def _owed_in(rules: Rules, stage: Stage, to: str) -> tuple[Effect, ...]:
    """Who is sent to be answered is owed an answer; who was owed one already is not owed another."""
    sent_to_be_answered = rules.stage(to).kind in ANSWERED and stage.kind not in ANSWERED
    return (Effect.OWE_ANSWER,) if sent_to_be_answered else ()


def is_over(stage: Stage, item: Item, at: datetime) -> bool:
    """Whether the stage's own time has passed. What has no time of its own is never over."""
    ends_at = _ends_at(stage, item)
    return stage.kind in TIMED and ends_at is not None and at >= ends_at


def _is_judged(stage: Stage, item: Item, at: datetime) -> bool:
    """Over, and nobody can finish anything in it any more: else a quick worker would take their days of grace."""
    ends_at = _ends_at(stage, item)
    if ends_at is None or not is_over(stage, item, at):
        return False
    grace = max((days for _deed, days in stage.window.grace), default=0) if stage.window else 0
    return at >= ends_at + timedelta(days=grace)


def stands_at(rules: Rules, item: Item, at: datetime) -> Stage:
    """Where people are told it stands, whether or not the worker has come by.

    What passes nothing when its time is over is closed from that instant; what is still to be judged
    stays where it is, with nothing open in it.
    """
    stage = rules.stage(item.stage)
    if not is_over(stage, item, at) or stage.otherwise.how == Expiry.GO_ON:
        return stage
    if stage.otherwise.how == Expiry.HAND_TO_DEPARTMENT or _judged_later(stage, item):
        return stage
    return rules.stages[-1]


def _judged_later(stage: Stage, item: Item) -> bool:
    return any(gate.judged == Judged.END and gate.key not in item.passed for gate in stage.gates)


def _live_stages(rules: Rules, stage: Stage) -> Iterator[Stage]:
    if stage.kind == StageKind.CLOSED:
        return
    counting = rules.counting_stage(stage.key)
    if counting is not None:
        yield counting
    if stage.kind in TIMED and stage is not counting:
        yield stage


def _gate_steps(rules: Rules, stage: Stage, item: Item, at: datetime) -> Iterator[Step]:
    here = rules.place(item.stage)
    over = _is_judged(stage, item, at)
    for gate in stage.gates:
        if gate.key in item.passed or (gate.judged == Judged.END and not over):
            continue
        if gate.when.holds(item.tally):
            leads_on = bool(gate.to) and rules.place(gate.to) > here
            here = rules.place(gate.to) if leads_on else here
            yield Step(
                to=gate.to if leads_on else "",
                effects=_with_answer(rules, gate, leads_on=leads_on),
                gate=gate,
                answer=gate.answer or (rules.stage(gate.to).answer if leads_on else ""),
            )


def _with_answer(rules: Rules, gate: Gate, *, leads_on: bool) -> tuple[Effect, ...]:
    sent_to_be_answered = leads_on and rules.stage(gate.to).kind in ANSWERED
    if sent_to_be_answered and not ASK_FOR_AN_ANSWER & set(gate.effects):
        return (*gate.effects, Effect.OWE_ANSWER)
    return gate.effects


def _expired(rules: Rules, stage: Stage) -> Step:
    otherwise = stage.otherwise
    to = otherwise.to or rules.stages[-1].key
    return Step(
        to=to,
        effects=_owed_in(rules, stage, to),
        otherwise=otherwise,
        answer=otherwise.answer or rules.stage(to).answer,
    )


def _ends_at(stage: Stage, item: Item) -> datetime | None:
    return item.closes_at if stage.kind in COUNTING else item.stage_ends_at
