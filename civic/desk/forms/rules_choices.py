"""What can be chosen in the blanks, in the words of the institution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from civic.processes.document.shapes import words
from civic.processes.drafting import stages_of
from civic.processes.kinds import Answerer, DayUnit, StageKind

Choices = list[tuple[str, Any]]

LANGUAGES = (("ko", gettext_lazy("Korean")), ("en", gettext_lazy("English")))


@dataclass(frozen=True)
class Around:
    """What a card needs to know of the rest of the document."""

    document: dict[str, Any]
    # The stage the card is about; "" on cards of other parts.
    stage: str = ""

    @property
    def place(self) -> int:
        keys = [stage["key"] for stage in stages_of(self.document)]
        return keys.index(self.stage) if self.stage in keys else -1

    def later_stages(self) -> Choices:
        return [_choice(stage) for stage in stages_of(self.document)[self.place + 1 :]]

    def other_stages(self) -> Choices:
        return [_choice(stage) for stage in stages_of(self.document) if stage["key"] != self.stage]

    def answers(self) -> Choices:
        table = self.document.get("answers") or {}
        return [(key, answerer_label(key, table[key])) for key in in_order(table)]

    def populations(self) -> Choices:
        rows = self.document.get("populations") or []
        return [(row.get("key", ""), label_of(row, row.get("key", ""))) for row in rows]


def stage_label(stage: dict[str, Any]) -> str:
    """The institution's own name for the stage in the reader's language, or the kind's."""
    kind = stage.get("kind")
    return label_of(stage, str(StageKind(kind).label) if kind in StageKind.values else str(kind))


def label_of(row: dict[str, Any], otherwise: str) -> str:
    label = row.get("label")
    known = tuple((key, str(value)) for key, value in label.items()) if isinstance(label, dict) else ()
    return words(known, get_language() or "ko", otherwise)


def in_order(answers: Any) -> list[str]:
    """The keys of the answers as the rules read them: the department's first. The database keeps no order."""
    table = answers if isinstance(answers, dict) else {}
    known = list(Answerer.values)

    def place(key: str) -> tuple[bool, int, str]:
        rules = table[key] if isinstance(table[key], dict) else {}
        by = rules.get("by") or key
        return key != Answerer.DEPARTMENT, known.index(by) if by in known else 0, key

    return sorted(table, key=place)


# In the middle of a sentence.
WHO_ANSWERS = {
    Answerer.DEPARTMENT: gettext_lazy("the department"),
    Answerer.BUREAU: gettext_lazy("the head of the bureau"),
    Answerer.HEAD: gettext_lazy("the head of the institution"),
    Answerer.COMMITTEE: gettext_lazy("the committee"),
}


def who_answers(key: str, rules: Any = None) -> str:
    by = (rules or {}).get("by") or key
    return str(WHO_ANSWERS[Answerer(by)]) if by in Answerer.values else key


def answerer_label(key: str, rules: Any = None) -> str:
    by = (rules or {}).get("by") or key
    return str(Answerer(by).label) if by in Answerer.values else key


def days_units() -> Choices:
    return [(unit.value, unit.label) for unit in (DayUnit.CALENDAR, DayUnit.WORKING)]


def choices_of(kinds: Any, only: Sequence[Any] | None = None) -> Choices:
    return [(kind.value, kind.label) for kind in (only if only is not None else kinds)]


def _choice(stage: dict[str, Any]) -> tuple[str, str]:
    return stage["key"], _("“%(stage)s”") % {"stage": stage_label(stage)}
