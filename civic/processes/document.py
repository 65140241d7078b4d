"""Rules of participation as a typed, validated document.

A ProcessVersion stores the JSON; `parse_rules` turns it into frozen dataclasses or raises
RulesError naming the place that is wrong. Source of the dimensions: operating guide, R1 to R7.
"""

from dataclasses import dataclass
from typing import Any

from civic.processes.kinds import DayUnit, Effect, Rescue, StageKind
from civic.processes.working_days import LONGEST_PERIOD_DAYS

LONGEST_KEY = 40


class RulesError(ValueError):
    """The document cannot be a set of rules. The message says where and why."""


@dataclass(frozen=True, slots=True)
class Stage:
    kind: StageKind
    labels: tuple[tuple[str, str], ...]

    def label(self, language: str) -> str:
        """The institution's own name for the stage in `language`, or the kind's."""
        labels = dict(self.labels)
        return labels.get(language[:2]) or str(StageKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Threshold:
    key: str
    count: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class AnswerRules:
    days: int
    unit: DayUnit
    extensions: int
    extension_days: int


@dataclass(frozen=True, slots=True)
class Rules:
    """R1, R2 and R5 of the guide, with the preset of each institution as data."""

    stages: tuple[Stage, ...]
    window_days: int
    thresholds: tuple[Threshold, ...]
    answer: AnswerRules
    rescue: Rescue

    def stage(self, kind: str) -> Stage:
        return next(stage for stage in self.stages if stage.kind == kind)

    @property
    def first_threshold(self) -> Threshold:
        return self.thresholds[0]

    def next_threshold(self, count: int) -> Threshold | None:
        """The lowest threshold not yet reached by `count`, or None."""
        return next((threshold for threshold in self.thresholds if count < threshold.count), None)

    def reached(self, count: int) -> tuple[Threshold, ...]:
        return tuple(threshold for threshold in self.thresholds if count >= threshold.count)


def parse_rules(document: dict[str, Any]) -> Rules:
    """Raises RulesError unless the document is complete and makes sense."""
    try:
        stages = tuple(
            Stage(StageKind(entry["kind"]), tuple(sorted(entry.get("label", {}).items())))
            for entry in document["stages"]
        )
        thresholds = tuple(
            Threshold(
                _key(entry["key"]),
                _positive(entry["count"], f"threshold {entry['key']}"),
                Effect(entry["effect"]),
            )
            for entry in document["thresholds"]
        )
        answer = document["answer"]
        rules = Rules(
            stages=stages,
            window_days=_positive(document["window_days"], "window_days"),
            thresholds=thresholds,
            answer=AnswerRules(
                days=_positive(answer["days"], "answer.days"),
                unit=DayUnit(answer["unit"]),
                extensions=_whole(answer.get("extensions", 0), "answer.extensions"),
                extension_days=_whole(answer.get("extension_days", 0), "answer.extension_days"),
            ),
            rescue=Rescue(document.get("rescue", "none")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise RulesError(f"The rules lack {error}.") from error
    except ValueError as error:
        raise RulesError(str(error)) from error
    _check(rules)
    return rules


def _key(value: Any) -> str:
    """What ThresholdCrossing can hold: a longer one would stop the counting of the whole institution."""
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_KEY:
        raise RulesError(f"A threshold's key has 1 to {LONGEST_KEY} characters, unlike {value!r}.")
    return value


def _positive(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise RulesError(f"{where} must be a whole number above zero, not {value!r}.")
    return value


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise RulesError(f"{where} must be zero or more, not {value!r}.")
    return value


def _check(rules: Rules) -> None:
    if [stage.kind for stage in rules.stages] != list(StageKind):
        raise RulesError(f"The stages must be {', '.join(StageKind)}, in that order.")
    if not rules.thresholds:
        raise RulesError("At least one threshold is needed: without one, support leads nowhere.")
    if rules.thresholds[0].effect != Effect.OWE_ANSWER:
        raise RulesError("The first threshold must make the department owe an answer.")
    if rules.answer.extensions and not rules.answer.extension_days:
        raise RulesError("answer.extension_days must be above zero where extensions are allowed.")
    longest = max(rules.window_days, rules.answer.days, rules.answer.extension_days)
    if longest > LONGEST_PERIOD_DAYS:
        raise RulesError(f"No period may be longer than {LONGEST_PERIOD_DAYS} days.")
    counts = [threshold.count for threshold in rules.thresholds]
    if counts != sorted(set(counts)):
        raise RulesError("Each threshold must be higher than the one before it.")
    if len({threshold.key for threshold in rules.thresholds}) != len(rules.thresholds):
        raise RulesError("Each threshold needs a key of its own.")
