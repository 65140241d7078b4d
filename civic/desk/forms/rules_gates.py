"""Thresholds of a stage as sentences. The piece is {"stage": …, "answers": …}: what follows is said with what is asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from civic.desk.forms.rules_blanks import Many, Number, Pick, Words
from civic.desk.forms.rules_choices import Around, choices_of, days_units, in_order, who_answers
from civic.desk.forms.rules_conditions import (
    condition_lines,
    count_blank,
    counter_blank,
    joining_acts,
)
from civic.desk.forms.rules_sentences import Act, Group, Sentence
from civic.processes.drafting import stages_of
from civic.processes.engine.judging import ASK_FOR_AN_ANSWER
from civic.processes.kinds import ANSWERED, DayUnit, Effect, Judged


def begins_in_one_breath(piece: Any, around: Around) -> bool:
    """Whether the first threshold is the plain one that window and answer are said together with."""
    gates = piece["stage"].get("gates") or []
    first = gates[0] if isinstance(gates, list) and gates else None
    if not isinstance(first, dict):
        return False
    return set(first.get("when") or {}) <= {"counter", "at_least"} and _owes(first, around)


def gate_groups(piece: Any, around: Around) -> list[Group]:
    gates = piece["stage"].get("gates") or []
    said: set[str] = set()
    groups = [
        _gate(piece, gate, place, around, said) for place, gate in enumerate(gates) if isinstance(gate, dict)
    ]
    add = Act("add:gate:stage.gates", _("Add a threshold"))
    return [
        Group(
            title=_("Thresholds"),
            lines=groups,
            adds=[add],
            path="stage.gates",
            note="" if groups else _("No threshold yet: when the time is over, what is said below happens."),
        )
    ]


def _gate(piece: Any, gate: dict[str, Any], place: int, around: Around, said: set[str]) -> Group:
    """`said`: answers whose days have a blank above already: none stands twice on a card."""
    path = f"stage.gates.{place}"
    lines: list[Sentence | Group] = []
    if place == 0 and begins_in_one_breath(piece, around):
        lines.append(_in_one_breath(piece, gate, path, around, said))
    else:
        lines += condition_lines(piece, f"{path}.when", around)
        if _owes(gate, around):
            lines.append(_answer(piece, gate, around, said))
    lines.append(_what_follows(path, around))
    lines.append(_details(path, gate, around))
    return Group(
        title=_("Threshold %(number)s") % {"number": place + 1},
        lines=lines,
        drop=Act(f"drop:{path}", _("Remove this threshold"), place + 1),
        path=path,
    )


def _owes(gate: dict[str, Any], around: Around) -> bool:
    effects = gate.get("effects")
    asked = isinstance(effects, list) and bool(ASK_FOR_AN_ANSWER & set(map(str, effects)))
    return asked or _target(gate, around).get("kind") in ANSWERED


def _target(gate: dict[str, Any], around: Around) -> dict[str, Any]:
    stages = stages_of(around.document)
    return next((stage for stage in stages if gate.get("to") and stage["key"] == gate["to"]), {})


def _in_one_breath(piece: Any, gate: dict[str, Any], path: str, around: Around, said: set[str]) -> Sentence:
    """The sentence most processes consist of."""
    key, rules = _answer_of(piece, gate, around)
    said.add(key)
    blanks = {
        "window": window_days(),
        "window_unit": window_unit(),
        "counter": counter_blank(f"{path}.when"),
        "count": count_blank(f"{path}.when"),
        **_answer_blanks(key, rules),
    }
    if not key:
        return Sentence(
            _("When at least %(count)s %(counter)s come together within %(window)s %(window_unit)s"), blanks
        )
    return Sentence(
        _(
            "When at least %(count)s %(counter)s come together within %(window)s %(window_unit)s,"
            " %(who)s answers within %(days)s %(unit)s."
        ),
        blanks,
    )


def window_days() -> Number:
    return Number("stage.window.days", _("How long it lasts"), also=("stage.window",))


def window_unit() -> Pick:
    return Pick(
        "stage.window.unit",
        _("Counted in"),
        choices=choices_of(DayUnit),
        usual=DayUnit.CALENDAR.value,
    )


def _answer_of(piece: Any, gate: dict[str, Any], around: Around) -> tuple[str, Any]:
    """Which of the answers becomes owed, as the engine reads it."""
    answers = piece.get("answers") or {}
    usual = (
        "head" if Effect.HEAD_ANSWERS in (gate.get("effects") or []) else next(iter(in_order(answers)), "")
    )
    key = str(gate.get("answer") or _target(gate, around).get("answer") or usual)
    return (key, answers[key]) if isinstance(answers.get(key), dict) else ("", {})


def _answer_blanks(key: str, rules: Any) -> dict[str, Any]:
    if not key:
        return {}
    return {
        "who": who_answers(key, rules),
        "days": Number(f"answers.{key}.days", _("Days to answer")),
        "unit": Pick(
            f"answers.{key}.unit",
            _("Counted in"),
            choices=days_units(),
            usual=DayUnit.WORKING.value,
        ),
    }


def _answer(piece: Any, gate: dict[str, Any], around: Around, said: set[str]) -> Sentence:
    key, rules = _answer_of(piece, gate, around)
    if not key:
        return Sentence(_("Then an answer is owed; by when is not said yet: see “Answers”."))
    if key in said:
        return Sentence(
            _("then %(who)s answers, within the time said above."), {"who": who_answers(key, rules)}
        )
    said.add(key)
    return Sentence(_("then %(who)s answers within %(days)s %(unit)s."), _answer_blanks(key, rules))


def _what_follows(path: str, around: Around) -> Sentence:
    stays = [("", _("stays in this stage")), *around.later_stages()]
    return Sentence(
        _("What happens then: %(effects)s It goes on to: %(to)s"),
        {
            "effects": Many(f"{path}.effects", _("What happens then"), choices=choices_of(Effect)),
            "to": Pick(f"{path}.to", _("Next stage"), choices=stays, usual=""),
        },
    )


def _details(path: str, gate: dict[str, Any], around: Around) -> Group:
    judged = [("", _("as soon as the counts allow")), *choices_of(Judged)]
    answer = [("", _("as usual")), *around.answers()]
    is_joined = any(isinstance((gate.get("when") or {}).get(joint), list) for joint in ("all", "any"))
    return Group(
        title=_("More about this threshold"),
        folded=True,
        lines=[
            Sentence(
                _("It is judged %(judged)s."),
                {"judged": Pick(f"{path}.judged", _("When it is judged"), choices=judged, usual="")},
            ),
            Sentence(
                _("The answer follows the rules for: %(answer)s."),
                {"answer": Pick(f"{path}.answer", _("Which answer"), choices=answer, usual="")},
            ),
            Sentence(
                _("It is called %(ko)s in Korean and %(en)s in English."),
                {
                    "ko": Words(f"{path}.label.ko", _("Name in Korean")),
                    "en": Words(f"{path}.label.en", _("Name in English")),
                },
                _("Without a name it is told by what happens then."),
            ),
        ],
        # A joined condition has these buttons of its own.
        adds=[] if is_joined else joining_acts(f"{path}.when"),
        note="" if is_joined else _("To ask for something else besides, add a condition:"),
    )
