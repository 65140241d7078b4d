"""What a proposal is on its way to: every threshold of its stage, in words and numbers, with what there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.processes.document import (
    All,
    Always,
    AnyOf,
    Condition,
    Gate,
    Proportion,
    Rules,
    Stage,
    Tally,
    Top,
)
from civic.processes.engine import Item
from civic.processes.kinds import TIMED, Counter, Judged
from civic.processes.words import condition_words, counted


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing a threshold asks for. Without `needed` it cannot be drawn as a bar."""

    words: str
    holds: bool
    counter: Counter | None = None
    needed: int | None = None
    actual: int = 0

    @property
    def missing(self) -> int:
        return max(0, (self.needed or 0) - self.actual)

    @property
    def stands(self) -> str:
        """‘47 supports’: what there is."""
        return counted(self.counter, self.actual) if self.counter else ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A threshold and what follows it. `reached`: it has been crossed, or will be when the worker comes by."""

    key: str
    words: str
    pieces: tuple[Piece, ...]
    follows: str
    reached: bool
    at_end: bool

    @property
    def count(self) -> int | None:
        """The number a plain goal asks for."""
        return self.pieces[0].needed if len(self.pieces) == 1 else None

    @property
    def counters(self) -> frozenset[Counter]:
        """What it looks at."""
        return frozenset(piece.counter for piece in self.pieces if piece.counter)

    @property
    def missing(self) -> int:
        """How many more a plain goal asks for."""
        return self.pieces[0].missing if len(self.pieces) == 1 else 0


def goals_of(rules: Rules, item: Item) -> tuple[Goal, ...]:
    """Those of the stage that gathers and of the stage it is in, in the order of the rules."""
    stage = rules.stage(item.stage)
    return tuple(
        goal_of(rules, gate, item.tally, passed=item.passed)
        for source in _stages_with_goals(rules, stage)
        for gate in source.gates
    )


def goal_of(rules: Rules, gate: Gate, tally: Tally, *, passed: frozenset[str] = frozenset()) -> Goal:
    holds_now = gate.judged == Judged.ONCE and gate.when.holds(tally)
    return Goal(
        key=gate.key,
        words=condition_words(rules, gate.when),
        pieces=tuple(pieces_of(rules, gate.when, tally)),
        follows=follows_words(rules, gate),
        reached=gate.key in passed or holds_now,
        at_end=gate.judged == Judged.END,
    )


def _stages_with_goals(rules: Rules, stage: Stage) -> Iterator[Stage]:
    counting = rules.counting_stage(stage.key)
    if counting is not None:
        yield counting
    if stage is not counting and stage.kind in TIMED:
        yield stage


def pieces_of(rules: Rules, condition: Condition, tally: Tally) -> Iterator[Piece]:
    match condition:
        case All() | AnyOf():
            for one in condition.conditions:
                yield from pieces_of(rules, one, tally)
        case Always():
            return
        case Top():
            yield Piece(condition_words(rules, condition), condition.holds(tally))
        case _:
            part = next(condition.parts(tally))
            # Half of what is not finished being counted is no number yet.
            needed = (
                None if isinstance(condition, Proportion) and not tally.of(condition.whole) else part.needed
            )
            yield Piece(
                condition_words(rules, condition), condition.holds(tally), part.counter, needed, part.actual
            )


def follows_words(rules: Rules, gate: Gate) -> str:
    """What passing it does: its effects, or the stage it leads to."""
    if gate.effects:
        return " · ".join(str(effect.label) for effect in gate.effects)
    if gate.to:
        label = rules.stage(gate.to).label(get_language() or "ko")
        return _("It goes on to “%(stage)s”") % {"stage": label}
    return ""
