"""Which answers become owed by a step, and by an item's first stage."""

from civic.processes.document import Rules
from civic.processes.engine.items import Step
from civic.processes.engine.judging import ASK_FOR_AN_ANSWER
from civic.processes.kinds import ANSWERED, Effect


def answers_owed(rules: Rules, step: Step) -> tuple[str, ...]:
    """Keys of rules.answers, each once. Where the head answers, too, the department owes its usual answer."""
    usual = rules.answers[0][0]
    keys = []
    for effect in step.effects:
        if effect in ASK_FOR_AN_ANSWER:
            beside_the_head = Effect.HEAD_ANSWERS in step.effects and effect == Effect.OWE_ANSWER
            keys.append(usual if beside_the_head else step.answer or usual)
    return tuple(dict.fromkeys(keys))


def owed_from_the_beginning(rules: Rules) -> tuple[str, ...]:
    """Where everything is answered, with no threshold before, the first stage asks for it."""
    stage = rules.first_stage
    return (stage.answer or rules.answers[0][0],) if stage.kind in ANSWERED else ()
