"""One card of the editor: a stage, or a part beside the stages, with what was typed into it.

What is typed is laid upon what is saved, blank by blank: two people who work on different blanks both keep
theirs. Where both changed the same blank, the second is told and keeps what they typed before them.
"""

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from civic.desk.forms.rules_acts import act
from civic.desk.forms.rules_blanks import Blank, Many
from civic.desk.forms.rules_choices import Around, stage_label
from civic.desk.forms.rules_conditions import Joined
from civic.desk.forms.rules_parts import PARTS
from civic.desk.forms.rules_sentences import Lines, blanks_in, groups_in
from civic.desk.forms.rules_stage import kind_of, stage_lines
from civic.processes.document import RulesError
from civic.processes.drafting import place_of, stage_of, with_kind, with_parts, with_stage
from civic.processes.kinds import StageKind

Document = dict[str, Any]
STAGE = "stage"


class SavedMeanwhile(Exception):
    """Somebody else changed the same blanks. `card` has what was typed, and says what is saved now."""

    def __init__(self, card: "Card") -> None:
        super().__init__("Two people changed the same blank.")
        self.card = card


@dataclass
class Card:
    """`part` is "stage" or the key of a part; `piece` what it shows: saved, or typed and not yet saved."""

    part: str
    stage: str
    document: Document
    piece: Any
    # What stands in the draft: further typing is compared with it.
    saved: Any
    mistakes: Sequence[RulesError] = ()
    # Of blanks that two people changed: what the other one wrote, by name.
    theirs: dict[str, str] = field(default_factory=dict)

    @property
    def around(self) -> Around:
        return Around(self.document, self.stage)

    @property
    def lines(self) -> Lines:
        if self.part == STAGE:
            return stage_lines(self.piece, self.around)
        return PARTS[self.part].lines(self.piece, self.around)

    @property
    def title(self) -> str:
        return stage_label(self.piece["stage"]) if self.part == STAGE else str(PARTS[self.part].title)

    @property
    def kind(self) -> StageKind | None:
        return kind_of(self.piece["stage"]) if self.part == STAGE else None

    @property
    def was(self) -> str:
        return json.dumps(self.saved, ensure_ascii=False, sort_keys=True)

    @property
    def name(self) -> str:
        """Names the part for the editions of the draft."""
        return f"{STAGE}:{self.stage}" if self.part == STAGE else self.part

    def sentence_at(self, blank: Blank) -> str:
        """What is wrong with a blank."""
        return next((one.sentence for one in self.mistakes if blank.is_about(self.inner(one.path))), "")

    def loose_mistakes(self) -> list[str]:
        """What is wrong with the card and with no blank of it."""
        blanks = list(blanks_in(self.lines))
        paths = [self.inner(one.path) for one in self.mistakes]
        held = [one for one, path in zip(self.mistakes, paths, strict=True) if self._is_mine(path)]
        return [one.sentence for one in held if not any(b.is_about(self.inner(one.path)) for b in blanks)]

    def sentence_of_group(self, path: str) -> str:
        return next((one.sentence for one in self.mistakes if path and self.inner(one.path) == path), "")

    def inner(self, path: str) -> str:
        """A place in the document as a place in the card: "stages.2.window" is "stage.window"."""
        if self.part != STAGE:
            return path
        prefix = f"stages.{place_of(self.document, self.stage)}"
        if path == prefix or path.startswith(f"{prefix}."):
            return STAGE + path[len(prefix) :]
        return path

    def _is_mine(self, path: str) -> bool:
        if self.part == STAGE:
            return path == STAGE or path.startswith(f"{STAGE}.")
        return path.split(".")[0] in PARTS[self.part].holds

    def written(self, document: Document) -> Document:
        """The document with this card's piece in it."""
        if self.part != STAGE:
            return with_parts(document, {name: self.piece.get(name) for name in PARTS[self.part].holds})
        changed = with_stage(document, self.stage, self.piece["stage"])
        return with_parts(changed, {"answers": self.piece.get("answers")})


def card_of(document: Document, part: str, stage: str = "", mistakes: Sequence[RulesError] = ()) -> Card:
    """Raises KeyError (NoSuchStage) for what is not there."""
    if part == STAGE:
        piece = {"stage": stage_of(document, stage), "answers": document.get("answers") or {}}
    else:
        piece = {name: document[name] for name in PARTS[part].holds if name in document}
    return Card(part, stage, document, copy.deepcopy(piece), copy.deepcopy(piece), mistakes)


def filled_in(document: Document, part: str, stage: str, typed: QueryDict, *, is_mine: bool = False) -> Card:
    """The card with what was typed laid upon the draft, and the button that was pressed carried out.

    `is_mine`: the same person saved last, so that what differs is their own earlier typing.
    Raises SavedMeanwhile, and KeyError for what is no longer there.
    """
    card = card_of(document, part, stage)
    seen = _seen(card, typed)
    if seen.piece == card.piece:
        _put(card, typed)
    else:
        _lay_upon(card, seen, typed, is_mine=is_mine)
    _press(card, typed)
    return card


def _seen(card: Card, typed: QueryDict) -> Card:
    """The card as it stood before the person who typed: it decides which blanks there were."""
    try:
        piece = json.loads(typed.get("was", ""))
    except (RecursionError, ValueError):
        piece = None
    seen = Card(card.part, card.stage, card.document, copy.deepcopy(piece), piece)
    try:
        list(blanks_in(seen.lines))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        # No page of ours wrote this.
        return Card(card.part, card.stage, card.document, copy.deepcopy(card.piece), card.piece)
    return seen


def _put(card: Card, typed: QueryDict, only: frozenset[str] | None = None) -> None:
    """What stands in a blank already is not written again: nothing is changed unasked."""
    for blank in _in_order(card.lines):
        values = _typed(blank, typed)
        if values is None or (only is not None and blank.name not in only):
            continue
        if not _says_the_same(blank, card.piece, values):
            blank.put(card.piece, values)


def _in_order(lines: Lines) -> list[Blank]:
    """A joint renames the place of what it joins: it is written after them, the innermost first."""
    return sorted(blanks_in(lines), key=lambda blank: (isinstance(blank, Joined), -blank.path.count(".")))


def _typed(blank: Blank, typed: QueryDict) -> list[str] | None:
    if blank.name in typed:
        return typed.getlist(blank.name)
    return [] if isinstance(blank, Many) else None


def _says_the_same(blank: Blank, piece: Any, values: list[str]) -> bool:
    shown = blank.shown(piece)
    if isinstance(blank, Many):
        return set(shown) == set(values)
    if not values:
        return False
    # “1,000” is 1000: pages print numbers with the reader's separators.
    return str(shown) == values[-1] or (shown != "" and blank.read(values[-1]) == shown)


def _lay_upon(card: Card, seen: Card, typed: QueryDict, *, is_mine: bool) -> None:
    mine = {
        blank.name: values
        for blank in blanks_in(seen.lines)
        if (values := _typed(blank, typed)) is not None and not _says_the_same(blank, seen.piece, values)
    }
    theirs: dict[str, str] = {}
    now = {blank.name: blank for blank in blanks_in(card.lines)}
    same_shape = set(now) == {blank.name for blank in blanks_in(seen.lines)}
    for name, values in mine.items():
        blank = now.get(name)
        if blank is None or not same_shape:
            theirs[name] = _("This part has been changed.")
        elif not is_mine and _both_changed(blank, card, seen, values):
            theirs[name] = told(blank, card.piece)
    if theirs:
        kept = Card(card.part, card.stage, card.document, copy.deepcopy(seen.piece), card.saved)
        _put(kept, typed)
        kept.theirs = theirs
        raise SavedMeanwhile(kept)
    _put(card, typed, frozenset(mine))


def _both_changed(blank: Blank, card: Card, seen: Card, values: list[str]) -> bool:
    was_changed = str(blank.shown(card.piece)) != str(blank.shown(seen.piece))
    return was_changed and not _says_the_same(blank, card.piece, values)


def names_of_blanks(typed: QueryDict) -> dict[str, Any]:
    """What the blanks that were filled in are called, from the card as the person saw it; {} for none of ours."""
    try:
        piece = json.loads(typed.get("was", ""))
        part = (
            STAGE
            if STAGE in piece
            else next(key for key, one in PARTS.items() if set(one.holds) & set(piece))
        )
        document = {"stages": [piece[STAGE]] if part == STAGE else [], **piece}
        stage = piece[STAGE]["key"] if part == STAGE else ""
        return {
            blank.name: blank.label for blank in blanks_in(Card(part, stage, document, piece, piece).lines)
        }
    except (AttributeError, KeyError, RecursionError, StopIteration, TypeError, ValueError):
        return {}


def told(blank: Blank, piece: Any) -> str:
    """What stands in a blank, in words."""
    shown = blank.shown(piece)
    labels = {str(key): str(label) for key, label in getattr(blank, "choices", ())}
    values = shown if isinstance(shown, list) else [shown]
    return ", ".join(labels.get(str(value), str(value)) for value in values) or "—"


def _press(card: Card, typed: QueryDict) -> None:
    pressed, kind = typed.get("act", ""), str(typed.get("kind", ""))
    if pressed == "kind" and card.part == STAGE and kind in StageKind.values:
        if StageKind.CLOSED not in (card.kind, kind):
            card.piece["stage"] = with_kind(card.piece["stage"], StageKind(kind))
    elif pressed in _buttons(card):
        act(card.piece, pressed, card.document)


def _buttons(card: Card) -> set[str]:
    """What can be pressed on the card as it is now."""
    groups = list(groups_in(card.lines))
    dropping = {group.drop.value for group in groups if group.drop is not None}
    return dropping | {one.value for group in groups for one in group.adds}
