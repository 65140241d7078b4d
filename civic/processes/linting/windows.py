"""Periods: windows that are over before they begin, that leave no room, and limits of days that contradict."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.kinds import COUNTING, TIMED, CountedFrom, Expiry, StageKind
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import error, hint, warning
from civic.processes.linting.walking import (
    comes_after_the_whole_window,
    length,
    name,
    permits,
    stages,
    ways_out,
)
from civic.processes.words.phrases import span

SHORT_DEBATE_DAYS = 30  # guide R3
SHORTEST_DAYS = 3
LONGEST_DAYS = 366


def over_before_it_begins(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """A window counted from registration has already run while the item was in the stages before."""
    earliest, latest = _entries(rules)
    for path, stage in stages(rules):
        window = stage.window
        if stage.kind not in TIMED or window is None or window.counted_from == CountedFrom.ENTRY:
            continue
        first, last = earliest.get(stage.key), latest.get(stage.key, 0)
        blanks = {"stage": name(stage), "window": span(window.days, window.unit)}
        if first is not None and first >= length(stage):
            yield error(
                "over_before_it_begins",
                f"{path}.window",
                _("“%(stage)s” is over before anything comes to it: its %(window)s run from registration.")
                % blanks,
                _("Count its days from the day it comes into the stage, or make the window longer."),
            )
        elif last >= length(stage):
            yield warning(
                "may_be_over_before_it_begins",
                f"{path}.window",
                _("What comes late to “%(stage)s” finds it over: its %(window)s run from registration.")
                % blanks,
                _("Count its days from the day it comes into the stage, or make the window longer."),
            )
        elif last:
            yield hint(
                "windows_overlap",
                f"{path}.window",
                _("The %(window)s of “%(stage)s” run already while the stages before it do.") % blanks,
                _("What comes late has less time. If everyone should have the same, count from entry."),
            )


def _entries(rules: Rules) -> tuple[dict[str, int], dict[str, int]]:
    """About how many days after registration something comes to each stage: at the earliest, at the latest."""
    earliest, latest = {rules.first_stage.key: 0}, {rules.first_stage.key: 0}
    for stage in rules.stages:
        if stage.key not in earliest:
            continue
        for to in ways_out(stage):
            key = rules.stage(to).key
            stay = length(stage) if comes_after_the_whole_window(stage, to) else 0
            earliest[key] = min(earliest.get(key, earliest[stage.key] + stay), earliest[stage.key] + stay)
            latest[key] = max(latest.get(key, 0), latest[stage.key] + length(stage))
    return earliest, latest


def goes_on_into_nothing(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """What stays below goes on to a second stage of the same count: its window must not be over by then."""
    for path, stage in stages(rules):
        otherwise = stage.otherwise
        if stage.kind not in TIMED or otherwise.how != Expiry.GO_ON:
            continue
        target = rules.stage(otherwise.to)
        window = target.window
        if target.kind not in TIMED or window is None or window.counted_from == CountedFrom.ENTRY:
            continue
        if length(target) <= length(stage):
            yield error(
                "expires_at_once",
                f"{path}.otherwise.to",
                _("What goes on from “%(stage)s” to “%(to)s” ends there at once.")
                % {"stage": name(stage), "to": name(target)},
                _("Count the days of “%(to)s” from the day it comes into the stage.") % {"to": name(target)},
            )


def gaps(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    """Between two windows for support there is a stage without an end: support may wait for ever."""
    for path, stage in stages(rules):
        waits = stage.kind == StageKind.SCREENING or (
            stage.kind == StageKind.COMMITTEE and _counts_later(rules, stage)
        )
        if waits and stage.window is None:
            yield hint(
                "no_time_named",
                f"{path}.window",
                _("It is not said how long “%(stage)s” takes.") % {"stage": name(stage)},
                _("Name the days, so that people know when it goes on."),
            )


def _counts_later(rules: Rules, stage: Stage) -> bool:
    return any(one.kind in TIMED for one in rules.stages[rules.place(stage.key) + 1 :])


def lengths(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        if stage.kind not in TIMED or stage.window is None:
            continue
        blanks = {"stage": name(stage), "window": span(stage.window.days, stage.window.unit)}
        if length(stage) < SHORTEST_DAYS:
            yield hint(
                "very_short",
                f"{path}.window.days",
                _("“%(stage)s” lasts only %(window)s.") % blanks,
                _("Those who look in once a week will miss it."),
            )
        elif stage.kind == StageKind.DEBATING and length(stage) < SHORT_DEBATE_DAYS:
            yield hint(
                "short_debate",
                f"{path}.window.days",
                _("The discussion lasts %(window)s.") % blanks,
                _("Experience suggests 30 days or more, so that opinions can form."),
            )
        elif length(stage) > LONGEST_DAYS:
            yield hint(
                "very_long",
                f"{path}.window.days",
                _("“%(stage)s” lasts %(window)s.") % blanks,
                _("After so long, many have forgotten what they supported."),
            )


def grace(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        for deed, days in stage.window.grace if stage.window else ():
            blanks = {"deed": deed.label, "stage": name(stage), "days": span(days)}
            where = f"{path}.window.grace.{deed.value}"
            if not permits(stage, deed):
                yield hint(
                    "grace_for_nothing",
                    where,
                    _("“%(deed)s” gets %(days)s more in “%(stage)s”, where it is not possible.") % blanks,
                    _("Remove the extra days, or allow it in this stage."),
                )
            elif days > length(stage):
                yield warning(
                    "grace_longer_than_window",
                    where,
                    _("The extra %(days)s for “%(deed)s” are longer than “%(stage)s” itself.") % blanks,
                    _("Make the window longer instead, or the extra days fewer."),
                )


def reproposing(rules: Rules, _context: LintContext) -> Iterator[Finding]:
    ends = (Expiry.CLOSE, Expiry.ARCHIVE)
    for path, stage in stages(rules):
        otherwise = stage.otherwise
        if stage.kind in COUNTING and otherwise.how in ends and otherwise.repropose_after_days is None:
            yield hint(
                "no_second_chance",
                f"{path}.otherwise.repropose_after_days",
                _("It is not said whether what ended in “%(stage)s” may be proposed again.")
                % {"stage": name(stage)},
                _("Say after how many days; 0 means at once."),
            )


CHECKS = (over_before_it_begins, goes_on_into_nothing, gaps, lengths, grace, reproposing)
