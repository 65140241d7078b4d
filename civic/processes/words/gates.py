"""Gates as sentences: one for each thing that passing does."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic.processes.document import Always, AnswerRules, AtLeast, Gate, Rules, ShareOfPopulation, Stage
from civic.processes.engine.judging import ASK_FOR_AN_ANSWER
from civic.processes.kinds import ANSWERED, Effect, Judged
from civic.processes.words.consequences import ANSWERS, EFFECTS, GOES_ON, Forms
from civic.processes.words.phrases import condition_phrase, named, plain_count, span, stage_name
from civic.processes.words.saying import Place, Sentence

_ANSWERS = frozenset({Effect.OWE_ANSWER, Effect.HEAD_ANSWERS})


def gate_sentences(rules: Rules, stage: Stage, gate: Gate, place: Place) -> Iterator[Sentence]:
    if gate.labels:
        yield place.say("name", _("This threshold is called “%(name)s”.") % {"name": named(gate.labels, "")})
    effects = effects_of(rules, gate)
    for effect in effects:
        yield place.say(effect.value, _effect(rules, stage, gate, effect), ".", rule=gate)
    if gate.to:
        pattern = _("It then goes on to “%(stage)s”.") if effects else _form(GOES_ON, gate)
        yield place.say("to", pattern % _blanks(rules, stage, gate), rule=gate)


def gate_headline(rules: Rules, stage: Stage, gate: Gate) -> str:
    """The one sentence that says most about it."""
    if effects := effects_of(rules, gate):
        return _effect(rules, stage, gate, effects[0])
    return _form(GOES_ON, gate) % _blanks(rules, stage, gate)


def effects_of(rules: Rules, gate: Gate) -> tuple[Effect, ...]:
    """What it says it does, and the answer that whoever is sent to be answered is owed."""
    sent_to_be_answered = bool(gate.to) and rules.stage(gate.to).kind in ANSWERED
    if sent_to_be_answered and not ASK_FOR_AN_ANSWER & set(gate.effects):
        return (*gate.effects, Effect.OWE_ANSWER)
    return gate.effects


def answer_of(rules: Rules, gate: Gate) -> AnswerRules:
    """The promise its effects ask for: its own, else that of the stage it leads to, else the department's."""
    key = gate.answer or (rules.stage(gate.to).answer if gate.to else "")
    return dict(rules.answers).get(key) or rules.answer


def _effect(rules: Rules, stage: Stage, gate: Gate, effect: Effect) -> str:
    forms = ANSWERS[answer_of(rules, gate).by] if effect in _ANSWERS else EFFECTS[effect]
    return _form(forms, gate) % _blanks(rules, stage, gate)


def _form(forms: Forms, gate: Gate) -> str:
    if isinstance(gate.when, Always):
        return str(forms.always)
    if gate.judged == Judged.END:
        return str(forms.end)
    return str(forms.plain if isinstance(gate.when, AtLeast | ShareOfPopulation) else forms.once)


def _blanks(rules: Rules, stage: Stage, gate: Gate) -> dict[str, str]:
    promised = answer_of(rules, gate)
    return {
        "counted": plain_count(rules, gate.when),
        "condition": condition_phrase(rules, gate.when),
        "window": span(stage.window.days, stage.window.unit) if stage.window else "",
        "answer": span(promised.days, promised.unit),
        "stage": stage_name(rules, gate.to) if gate.to else "",
    }
