"""Where things go: stages nothing leads to, stages that lead nowhere, moves that do nothing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.kinds import (
    ANSWERED,
    PERMITS,
    TIMED,
    Deed,
    Effect,
    Expiry,
    Rescue,
    StageKind,
    Visibility,
)
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import hint, warning
from civic.processes.linting.walking import gates, name, permits, reachable, stages, ways_out


def unreachable(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    alone, by_hand = reachable(rules, by_hand=False), reachable(rules, by_hand=True)
    for path, stage in stages(rules):
        if stage.key in alone:
            continue
        blanks = {"stage": name(stage)}
        if stage.key in by_hand:
            yield hint(
                "only_by_hand",
                path,
                _("Nothing comes to “%(stage)s” unless staff move it there by hand.") % blanks,
                _("If that is meant, leave it. Otherwise let a threshold or a decision lead there."),
            )
        else:
            yield warning(
                "unreachable",
                path,
                _("Nothing ever comes to “%(stage)s”.") % blanks,
                _("Let a threshold, a decision or the end of a window lead there, or remove the stage."),
            )


def dead_ends(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        if stage.kind in TIMED and not list(ways_out(stage)) and not _does_anything(rules, stage):
            yield warning(
                "leads_nowhere",
                path,
                _("Whatever happens in “%(stage)s”, everything in it ends when the time is over.")
                % {"stage": name(stage)},
                _("Add a threshold, or say which stage follows when the time is over."),
            )


def _does_anything(rules: Rules, stage: Stage) -> bool:
    return bool(stage.gates or stage.hand_moves or rules.rescue != Rescue.NONE) or (
        stage.otherwise.how == Expiry.MONTHLY_LIST
    )


def nothing_permitted(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        if stage.kind != StageKind.CLOSED and not any(permits(stage, deed) for deed in Deed):
            yield warning(
                "nothing_permitted",
                f"{path}.without",
                _("In “%(stage)s” nobody may do anything.") % {"stage": name(stage)},
                _("Allow at least one thing again, or remove the stage."),
            )
        for deed in sorted(stage.without - PERMITS[stage.kind]):
            yield hint(
                "forbidden_twice",
                f"{path}.without",
                _("“%(deed)s” is not possible in “%(stage)s” in any case.")
                % {"deed": deed.label, "stage": name(stage)},
                _("It need not be taken away."),
            )


def hidden_counting(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        if stage.kind in TIMED and stage.visibility == Visibility.AUTHOR_AND_STAFF:
            yield warning(
                "hidden_from_those_who_count",
                f"{path}.visibility",
                _("“%(stage)s” counts on people, and only the author and the staff can see it.")
                % {"stage": name(stage)},
                _("Make it public, or readable for whoever has the address."),
            )


def hidden_again(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    was_public = False
    for path, stage in stages(rules):
        if was_public and stage.visibility != Visibility.PUBLIC:
            yield hint(
                "hidden_again",
                f"{path}.visibility",
                _("What was public is no longer listed in “%(stage)s”.") % {"stage": name(stage)},
                _("People who supported it will look for it. Say why in the news, or keep it public."),
            )
        was_public = was_public or stage.visibility == Visibility.PUBLIC


def hand_moves(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        for to in stage.hand_moves:
            blanks = {"stage": name(stage), "to": name(rules.stage(to))}
            if rules.stage(to).key == stage.key:
                yield warning(
                    "moves_to_itself",
                    f"{path}.hand_moves",
                    _("Staff may move from “%(stage)s” to itself.") % blanks,
                    _("Remove this move."),
                )
            elif rules.place(to) < rules.place(stage.key):
                yield hint(
                    "moves_back",
                    f"{path}.hand_moves",
                    _("Staff may move back from “%(stage)s” to “%(to)s”.") % blanks,
                    _("Thresholds that were passed stay passed, and a window that is over stays over."),
                )


def effects_without_a_stage(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    asks = (
        (Effect.OPEN_DEBATE, {StageKind.DEBATING}, _("a discussion opens")),
        (Effect.COMMITTEE_REVIEWS, {StageKind.COMMITTEE}, _("a committee deliberates")),
        (Effect.OWE_ANSWER, ANSWERED, _("an answer is owed")),
    )
    kinds = {stage.kind for stage in rules.stages}
    for path, _stage, gate in gates(rules):
        for effect, needed, words in asks:
            if effect in gate.effects and not kinds & needed:
                yield warning(
                    "effect_without_a_stage",
                    f"{path}.effects",
                    _("The threshold says: %(effect)s. There is no stage for it.") % {"effect": words},
                    _("Add the stage, or take the effect away."),
                )


def rescue(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    rescuing = rules.rescuing
    if rescuing.by == Rescue.NONE:
        return
    if not any(stage.kind in TIMED for stage in rules.stages):
        yield hint(
            "nothing_to_rescue",
            "rescue",
            _("Nothing can stay below a threshold here, so nothing can be taken up all the same."),
            _("Leave the rescue out."),
        )
    if not rescuing.grounds:
        yield warning(
            "rescue_without_grounds",
            "rescue.grounds",
            _("It is not said for which reasons something below its threshold is taken up."),
            _("Name at least one reason: people will ask why one was taken up and another was not."),
        )


CHECKS = (
    unreachable,
    dead_ends,
    nothing_permitted,
    hidden_counting,
    hidden_again,
    hand_moves,
    effects_without_a_stage,
    rescue,
)
