"""{% load rules_editor %}: a translated sentence with inputs where its blanks are."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from civic.desk.forms.rules_blanks import Blank
from civic.desk.forms.rules_card import Card
from civic.desk.forms.rules_sentences import Group, Sentence
from civic.desk.rules_recount import recount_words
from civic.journeys.bring_along import progress_words
from civic.processes.document import Gate, Stage
from civic.processes.document.shapes import words
from civic.processes.models import BringingAlong, RuleCorrection
from civic.processes.rules import may_agree_to_correction
from platform_core.access import Verdict

register = template.Library()
LONGEST_PARTICLE = 6


@register.simple_tag
def sentence(line: Sentence, card: Card) -> SafeString:
    """The words of the sentence and its blanks, in the order of the reader's language."""
    pieces: list[dict[str, Any]] = []
    for one in line.pieces():
        if isinstance(one, Blank):
            pieces.append(drawn(one, card))
        else:
            pieces += _words(str(one), pieces[-1] if pieces else {})
    context = {"pieces": pieces, "blanks": [one for one in pieces if "blank" in one], "note": line.note}
    return render_to_string("desk/rules/sentence.html", context)


def _words(text: str, before: dict[str, Any]) -> list[dict[str, Any]]:
    """What belongs to the blank before it stays on its line: a full stop, a Korean particle («[30]일 안에»)."""
    if "blank" in before and not before["is_many"]:
        close, space, rest = text.partition(" ")
        if len(close) <= LONGEST_PARTICLE:
            before["close"] = close
            text = space + rest
    return [{"words": text}] if text else []


def drawn(blank: Blank, card: Card) -> dict[str, Any]:
    wrong = card.sentence_at(blank)
    theirs = card.theirs.get(blank.name, "")
    shown = blank.shown(card.piece)
    return {
        "blank": blank,
        "id": field_id(blank.name),
        "value": shown,
        "offered": blank.offered(card.piece) if hasattr(blank, "offered") else getattr(blank, "choices", ()),
        "is_many": blank.kind == "many",
        "wrong": wrong,
        "theirs": theirs,
    }


@register.filter
def field_id(name: str) -> str:
    """The id of a blank, from its place."""
    return "b-" + name.replace(".", "-")


@register.filter
def is_group(line: object) -> bool:
    return isinstance(line, Group)


@register.simple_tag
def wrong_group(card: Card, path: str) -> str:
    return card.sentence_of_group(path)


@register.simple_tag
def stage_name(stage: Stage) -> str:
    return stage.label(get_language() or "ko")


@register.simple_tag
def gate_name(gate: Gate) -> str:
    """By its own name, or by what it brings about."""
    otherwise = ", ".join(str(effect.label) for effect in gate.effects) or gate.key
    return words(gate.labels, get_language() or "ko", otherwise)


@register.simple_tag
def recount_of(correction: RuleCorrection) -> dict[str, Any]:
    return recount_words(correction.preview, correction.version.rules)


@register.simple_tag
def may_agree_to(correction: RuleCorrection, person: Any) -> Verdict:
    return may_agree_to_correction(person, correction)


@register.simple_tag
def stayed_behind(bringing: BringingAlong) -> list[tuple[str, int]]:
    return list(progress_words(bringing))
