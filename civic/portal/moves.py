"""The way of a proposal through its stages, as moments of its story: why, when, by whom, under which rules."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from civic.journeys.explaining.goals import follows_words
from civic.portal.choices import version_choice
from civic.portal.moment import Moment
from civic.processes.document import Always, Rules
from civic.processes.kinds import Counter, Effect, Outcome, StageKind
from civic.processes.queries import rules_of
from civic.processes.words import condition_words, counted
from civic.proposals.models import (
    Ending,
    MoveCause,
    Proposal,
    StageMove,
    StageResult,
    ThresholdCrossing,
)

_GOOD = frozenset({Ending.CARRIED_OUT})
_BAD = frozenset({Ending.REFUSED})
_OUTCOME_ICONS = {Outcome.ACCEPTED: "check-circle", Outcome.REFUSED: "x-circle"}


def crossed(proposal: Proposal, crossing: ThresholdCrossing) -> Iterator[Moment]:
    """Nothing of a gate that asks for nothing: its move is told, and that is all there is to it."""
    gate = proposal.rules.gates.get(crossing.threshold)
    if gate and isinstance(gate.when, Always):
        return
    if gate is None:  # of an earlier version, before it was brought along
        words = counted(Counter.SUPPORT, crossing.count)
        follows = " · ".join(str(Effect(one).label) for one in crossing.effects if one in Effect.values)
    else:
        words, follows = condition_words(proposal.rules, gate.when), follows_words(proposal.rules, gate)
    title = _("Reached: %(goal)s") % {"goal": words}
    yield Moment("flag", title, crossing.crossed_at, text=follows, tone="good")


def recorded(proposal: Proposal, result: StageResult) -> Moment:
    label = proposal.rules.stage(result.stage_key).label(get_language() or "ko")
    numbers = [
        counted(Counter(name), count) for name, count in result.counts.items() if name in Counter.values
    ]
    return Moment(
        "chart",
        _("The result of “%(stage)s” was recorded") % {"stage": label},
        result.at,
        text=" · ".join([*numbers, *filter(None, [result.note])]),
        who=_("by staff") if result.by_id else "",
    )


def moved(proposal: Proposal, moves: Iterable[StageMove], *, was_taken_up: bool) -> list[Moment]:
    """What other moments of the story say themselves is left out: publishing it, and taking it up."""
    told = []
    for move in moves:
        if move.cause == MoveCause.SUBMITTED or (move.cause == MoveCause.RESCUE and was_taken_up):
            continue
        told.append(_closed(proposal, move) if move.stage == StageKind.CLOSED else _entered(move))
    return told


def _entered(move: StageMove) -> Moment:
    rules = rules_of(move.version_id)
    stage = {"stage": rules.stage(move.stage_key or move.stage).label(get_language() or "ko")}
    icon, title = _entry_words(move, stage)
    return Moment(icon, title, move.entered_at, text=_reason(move.reason), who=_who(move))


def _entry_words(move: StageMove, stage: dict[str, str]) -> tuple[str, str]:
    match move.cause:
        case MoveCause.HAND:
            return "transfer", _("Moved by hand to “%(stage)s”") % stage
        case MoveCause.WINDOW:
            return "clock", _("Its time was over: it went on to “%(stage)s”") % stage
        case MoveCause.RULES:
            return "scales", _("Brought along to new rules, before anything was counted")
        case MoveCause.MERGED:
            return "arrow-right", _("The joining was undone: it gathers support on its own again")
        case MoveCause.CORRECTION:
            return "scales", _("The rules it is counted by were corrected, agreed by two administrators")
        case MoveCause.RESCUE:
            return "star", _("Taken up although support stayed below the threshold")
        case MoveCause.OUTCOME if move.cause_key in _OUTCOME_ICONS:
            outcome = Outcome(move.cause_key)
            words = _("%(outcome)s: it went on to “%(stage)s”") % {"outcome": outcome.label, **stage}
            return _OUTCOME_ICONS[outcome], words
        case _:
            return "arrow-right", _("It went on to “%(stage)s”") % stage


def _closed(proposal: Proposal, move: StageMove) -> Moment:
    ending = Ending(proposal.closed_as) if proposal.closed_as else Ending.NOT_ENOUGH_SUPPORT
    if move.cause == MoveCause.MERGED:
        ending = Ending.MERGED  # also when that was undone later
    tone = "good" if ending in _GOOD else "bad" if ending in _BAD else ""
    return Moment(
        "check-circle" if tone == "good" else "x-circle" if tone == "bad" else "archive",
        ending_words(ending),
        move.entered_at,
        text=closing_words(proposal, proposal.rules),
        tone=tone,
        who=_who(move),
    )


def ending_words(ending: Ending) -> str:
    return str(_ENDINGS.get(ending, ending.label))


_ENDINGS = {
    Ending.NOT_ENOUGH_SUPPORT: gettext_lazy("Closed: support stayed below the threshold"),
    Ending.NOT_PASSED: gettext_lazy("Closed: it found no majority"),
    Ending.ARCHIVED: gettext_lazy("Its time was over: it is kept in the archive"),
    Ending.LISTED: gettext_lazy("Its time was over: it is on the list that is looked through every month"),
    Ending.REFUSED: gettext_lazy("Not accepted"),
    Ending.COMPLAINT: gettext_lazy("Handled as a civil complaint"),
    Ending.ELSEWHERE: gettext_lazy("Sent on to another institution"),
    Ending.MERGED: gettext_lazy("Joined with a similar proposal"),
    Ending.BY_HAND: gettext_lazy("Closed by the institution"),
    Ending.ANSWERED: gettext_lazy("Closed with the answer"),
    Ending.CARRIED_OUT: gettext_lazy("Carried out"),
    Ending.WITHDRAWN: gettext_lazy("Withdrawn by its author"),
    Ending.KEPT: gettext_lazy("Kept from an earlier platform"),
}


def closing_words(proposal: Proposal, rules: Rules) -> str:
    """The refusal's own text and the public reason; "" when there is none."""
    code = next((one for one in rules.refusals if one.code == proposal.closing_code), None)
    told = code.label(get_language() or "ko") if code else ""
    return " – ".join(filter(None, [told, proposal.closing_reason]))


def _reason(reason: str) -> str:
    return _("Reason: %(reason)s") % {"reason": reason} if reason else ""


def _who(move: StageMove) -> str:
    """Whose doing, and by which rules: ‘by the clock · rules, version 3’. No names: staff see those."""
    if move.cause == MoveCause.WITHDRAWN:
        who = _("by its author")
    else:
        who = _("by staff") if move.by_id else _("by the clock")
    return f"{who} · " + _("rules, version %(number)s") % {"number": version_choice(move.version_id).number}


def ended_at(moves: list[StageMove]) -> datetime | None:
    """When it came to its end, as far as its way tells."""
    return next((move.entered_at for move in reversed(moves) if move.stage == StageKind.CLOSED), None)
