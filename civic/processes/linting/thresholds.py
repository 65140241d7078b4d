"""Gates against each other, and against what can be counted at all."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from civic.processes.document import Always, AtLeast, Gate, Rules, ShareOfPopulation, Stage, Top, counters_of
from civic.processes.document.conditions import All, AnyOf, Condition, simple_parts
from civic.processes.kinds import (
    COUNTING,
    TIMED,
    CountedFrom,
    Counter,
    Deed,
    Effect,
    Judged,
    StageKind,
)
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import error, hint, warning
from civic.processes.linting.walking import gates, length, name, permits, stages, usual_days
from civic.processes.words.gates import answer_of, effects_of
from civic.processes.words.phrases import condition_phrase, counted, number, span

_BALLOTS = frozenset({Counter.VOTES, Counter.IN_FAVOUR})
_BY_DEED = {
    Counter.SUPPORT: Deed.SUPPORT,
    Counter.VERIFIED_SUPPORT: Deed.SUPPORT,
    Counter.DISLIKE: Deed.DISLIKE,
    Counter.COMMENTS: Deed.COMMENT,
}


def same_condition(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        for (_first, one), (second, other) in combinations(enumerate(stage.gates), 2):
            if one.when == other.when and one.judged == other.judged:
                say = warning if set(one.effects) & set(other.effects) else hint
                yield say(
                    "same_condition",
                    f"{path}.gates.{second}.when",
                    _("Two thresholds of “%(stage)s” ask for the same: %(condition)s.")
                    % {"stage": name(stage), "condition": condition_phrase(rules, one.when)},
                    _("Put what both do into one threshold, or change one of them."),
                )


def below_an_earlier_one(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """Gates are read as steps: one written later, or standing in a later stage, asks for more."""
    steps = [(path, stage, gate) for path, stage, gate in gates(rules) if gate.count is not None]
    for (_path, stage, gate), (path, later_stage, later) in combinations(steps, 2):
        if counters_of(gate.when) != counters_of(later.when) or later.count is None or gate.count is None:
            continue
        together = stage is later_stage
        if later.count < gate.count if together else later.count <= gate.count and bool(gate.to):
            yield from _too_low(rules, gate, path, later, together=together)


def _too_low(rules: Rules, gate: Gate, path: str, later: Gate, *, together: bool) -> Iterator[Finding]:
    blanks = {"later": condition_phrase(rules, later.when), "earlier": condition_phrase(rules, gate.when)}
    if together:
        yield warning(
            "below_an_earlier_one",
            f"{path}.when",
            _("This threshold (%(later)s) is reached before the one written above it (%(earlier)s).")
            % blanks,
            _("Raise it, or write it above the other."),
        )
    else:
        yield warning(
            "passed_at_once",
            f"{path}.when",
            _("Whatever has passed %(earlier)s has passed %(later)s as well, at once.") % blanks,
            _("Ask for more here: counts go on from stage to stage, they do not begin anew."),
        )


def never_reached(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage, gate in gates(rules):
        for counter in sorted(_needed(gate.when)):
            reason = _why_never(rules, stage, counter)
            if reason:
                yield error(
                    "never_reached",
                    f"{path}.when",
                    _("This threshold of “%(stage)s” is never reached: %(reason)s")
                    % {"stage": name(stage), "reason": reason},
                    _("Count something else, or let it be counted in this stage."),
                )


def _needed(condition: Condition) -> frozenset[Counter]:
    """Without these it cannot hold."""
    match condition:
        case All():
            return frozenset().union(*(_needed(one) for one in condition.conditions))
        case AnyOf():
            return frozenset.intersection(*(_needed(one) for one in condition.conditions))
        case _:
            return counters_of(condition)


def _why_never(rules: Rules, stage: Stage, counter: Counter) -> str:
    up_to_here = rules.stages[: rules.place(stage.key) + 1]
    if counter == Counter.DISLIKE and not rules.counting.dislike:
        return _("disagreement is not counted here.")
    if counter in _BALLOTS and not any(
        one.kind in (StageKind.VOTING, StageKind.DEBATING) for one in up_to_here
    ):
        return _("nobody votes up to this stage.")
    deed = _BY_DEED.get(counter)
    if deed and not any(permits(one, deed) for one in up_to_here):
        return _("nobody can do what it counts, here or before.")
    return ""


def counted_too_late(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """A discussion that asks for supports, while support has closed: only what came before counts."""
    for path, stage, gate in gates(rules):
        if stage.kind in COUNTING or not counters_of(gate.when) & {Counter.SUPPORT, Counter.VERIFIED_SUPPORT}:
            continue
        if rules.counting_stage(stage.key) is not None:
            yield warning(
                "counted_too_late",
                f"{path}.when",
                _("“%(stage)s” asks for supports, and the window for support may be over by then.")
                % {"stage": name(stage)},
                _("Put this threshold into the stage that gathers support, or count participants."),
            )


def more_than_everybody(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    if not rules.populations:
        return
    most = max(one.people for one in rules.populations)
    for path, _stage, gate in gates(rules):
        for part in simple_parts(gate.when):
            if isinstance(part, AtLeast) and part.counter != Counter.COMMENTS and part.count > most:
                yield warning(
                    "more_than_everybody",
                    f"{path}.when",
                    _("%(counted)s are asked for, and there are %(people)s people.")
                    % {"counted": counted(part.counter, part.count), "people": number(most)},
                    _("Ask for fewer, or correct the population."),
                )


def top_places(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage, gate in gates(rules):
        if not _asks_for_a_place(gate.when):
            continue
        entered_apart = stage is rules.first_stage or any(
            one.to == stage.key and one.judged == Judged.ONCE for one in rules.gates.values()
        )
        from_registration = stage.window and stage.window.counted_from == CountedFrom.REGISTRATION
        if entered_apart or from_registration:
            yield warning(
                "places_at_different_times",
                f"{path}.when",
                _(
                    "The first places are chosen among those whose time ends together; in “%(stage)s” each ends on a day of its own."
                )
                % {"stage": name(stage)},
                _(
                    "Let all come into the stage on the same day, by a decision of the committee or the staff."
                ),
            )


def _asks_for_a_place(condition: Condition) -> bool:
    if isinstance(condition, All | AnyOf):
        return any(_asks_for_a_place(one) for one in condition.conditions)
    return isinstance(condition, Top)


def otherwise_never(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        leads_on = [gate for gate in stage.gates if isinstance(gate.when, Always) and gate.to]
        if leads_on and len(stage.gates) > 1:
            yield hint(
                "always_leads_on",
                f"{path}.gates",
                _("In “%(stage)s” one threshold holds in any case, and others stand beside it.")
                % {"stage": name(stage)},
                _("Make sure that the others lead further: what holds in any case comes last."),
            )


def answered_by_whom(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, _stage, gate in gates(rules):
        if Effect.HEAD_ANSWERS in gate.effects and gate.answer and gate.answer in dict(rules.answers):
            promised = rules.answer_rules(gate.answer)
            if promised.by != "head":
                yield warning(
                    "not_the_head",
                    f"{path}.answer",
                    _(
                        "The head of the institution is to answer, and the answer named here is given by: %(who)s."
                    )
                    % {"who": promised.by.label},
                    _("Choose the answer that the head gives, or change who answers."),
                )


def answer_before_the_window_ends(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """An answer may be due while people still gather for the next threshold."""
    for path, stage, gate in gates(rules):
        asks = {Effect.OWE_ANSWER, Effect.HEAD_ANSWERS} & set(effects_of(rules, gate))
        promised = answer_of(rules, gate)
        if stage.window is None or not asks or gate.judged == Judged.END or stage.kind not in TIMED:
            continue
        if usual_days(promised.days, promised.unit) < length(stage):
            yield hint(
                "answer_before_the_window_ends",
                f"{path}.answer",
                _(
                    "The answer is due after %(answer)s, while support is gathered for %(window)s: it may come before the window ends."
                )
                % {
                    "answer": span(promised.days, promised.unit),
                    "window": span(stage.window.days, stage.window.unit),
                },
                _("That is allowed: support goes on meanwhile. Give the answer more days if it should wait."),
            )


def shares(rules: Rules, context: LintContext) -> Iterator[Finding]:
    used = {
        part.population
        for gate in rules.gates.values()
        for part in simple_parts(gate.when)
        if isinstance(part, ShareOfPopulation)
    }
    for place, one in enumerate(rules.populations):
        path = f"populations.{place}"
        blanks = {"people": number(one.people)}
        if one.key not in used:
            yield hint(
                "population_unused",
                path,
                _("No threshold takes a share of these %(people)s people.") % blanks,
                _("Remove the number, or use it."),
            )
        elif one.as_of is None:
            yield warning(
                "population_undated",
                f"{path}.as_of",
                _("It is not said on which day these %(people)s people were counted.") % blanks,
                _("Name the day of the published figure."),
            )
        elif one.as_of > context.today:
            yield warning(
                "population_of_the_future",
                f"{path}.as_of",
                _("These %(people)s people are counted on a day that is still to come.") % blanks,
                _("Correct the day."),
            )
        elif (context.today - one.as_of).days > 366:
            yield warning(
                "population_old",
                f"{path}.as_of",
                _("These %(people)s people were counted more than a year ago.") % blanks,
                _("Take the latest published figure."),
            )


CHECKS = (
    same_condition,
    below_an_earlier_one,
    never_reached,
    counted_too_late,
    more_than_everybody,
    top_places,
    otherwise_never,
    answered_by_whom,
    answer_before_the_window_ends,
    shares,
)
