"""What would leave an item stranded or make the engine contradict itself: refused, not warned about."""

from collections import Counter as Tallied
from collections.abc import Iterable

from django.utils.translation import gettext as _

from civic.processes.document.reading import RulesError
from civic.processes.document.shapes import Gate, Rules, Stage
from civic.processes.kinds import ANSWERED, TIMED, Expiry, Rescue, StageKind


def check(rules: Rules) -> None:
    """Raises RulesError."""
    if not rules.stages or rules.stages[-1].kind != StageKind.CLOSED:
        raise RulesError("stages", _("The last stage must be the end: closed."))
    if len(rules.stages) < 2:
        raise RulesError("stages", _("At least one stage before the end is needed."))
    _once(rules)
    if not rules.answers:
        raise RulesError("answers", _("Say by when the department answers."))
    _check_rescue(rules)
    for place, stage in enumerate(rules.stages):
        _check_stage(rules, stage, place)


def _check_rescue(rules: Rules) -> None:
    if rules.rescuing.to:
        rules_stage(rules, rules.rescuing.to, "rescue.to")
    elif rules.rescue != Rescue.NONE and not any(stage.kind in ANSWERED for stage in rules.stages):
        raise RulesError("rescue.to", _("Say in which stage it is taken up."))


def _once(rules: Rules) -> None:
    for path, keys in (
        ("stages", [stage.key for stage in rules.stages]),
        ("gates", [gate.key for stage in rules.stages for gate in stage.gates]),
        ("populations", [one.key for one in rules.populations]),
        ("refusals", [one.code for one in rules.refusals]),
        ("closed", [stage.kind.value for stage in rules.stages if stage.kind == StageKind.CLOSED]),
    ):
        if twice := _repeated(keys):
            raise RulesError(path, _("“%(key)s” stands there twice.") % {"key": twice})


def _repeated(keys: Iterable[str]) -> str:
    return next((key for key, count in Tallied(keys).items() if count > 1), "")


def _check_stage(rules: Rules, stage: Stage, place: int) -> None:
    path = f"stages.{place}"
    if stage.kind in TIMED and stage.window is None:
        raise RulesError(f"{path}.window", _("Say how long this stage lasts."))
    if stage.gates and stage.kind not in TIMED:
        raise RulesError(f"{path}.gates", _("Thresholds stand in stages that gather, discuss or vote."))
    for number, gate in enumerate(stage.gates):
        _check_gate(rules, stage, gate, place, f"{path}.gates.{number}")
    if stage.answer and stage.answer not in dict(rules.answers):
        raise RulesError(f"{path}.answer", _("Say by when “%(key)s” answers.") % {"key": stage.answer})
    for outcome, to in stage.ways:
        _must_lead_on(rules, to, place, f"{path}.ways.{outcome.value}")
    for to in stage.hand_moves:
        rules_stage(rules, to, f"{path}.hand_moves")
    _check_otherwise(rules, stage, place, f"{path}.otherwise")


def _check_gate(rules: Rules, stage: Stage, gate: Gate, place: int, path: str) -> None:
    if gate.to:
        _must_lead_on(rules, gate.to, place, f"{path}.to")
    if not gate.to and not gate.effects:
        raise RulesError(path, _("This threshold leads nowhere: give it an effect or a next stage."))
    if gate.answer and gate.answer not in dict(rules.answers):
        raise RulesError(f"{path}.answer", _("Say by when “%(key)s” answers.") % {"key": gate.answer})


def _check_otherwise(rules: Rules, stage: Stage, place: int, path: str) -> None:
    otherwise = stage.otherwise
    if otherwise.how == Expiry.GO_ON:
        _must_lead_on(rules, otherwise.to, place, f"{path}.to")
    if otherwise.how == Expiry.HAND_TO_DEPARTMENT:
        _must_lead_on(rules, otherwise.to, place, f"{path}.to")
        if not _is_answered(rules, otherwise.to):
            raise RulesError(f"{path}.to", _("Say in which stage the department answers."))
    if otherwise.answer and otherwise.answer not in dict(rules.answers):
        raise RulesError(f"{path}.answer", _("Say by when “%(key)s” answers.") % {"key": otherwise.answer})


def _is_answered(rules: Rules, key: str) -> bool:
    return rules.stage(key).kind in ANSWERED


def _must_lead_on(rules: Rules, key: str, place: int, path: str) -> None:
    """Forward only: no item can go round in a circle, so each comes to the end."""
    rules_stage(rules, key, path)
    if rules.place(key) <= place:
        raise RulesError(path, _("It must lead to a later stage."))


def rules_stage(rules: Rules, key: str, path: str) -> Stage:
    """The stage with exactly this key. Raises RulesError."""
    for stage in rules.stages:
        if stage.key == key:
            return stage
    raise RulesError(path, _("There is no stage “%(key)s”.") % {"key": key})
