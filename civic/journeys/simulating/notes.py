"""What whoever reads a result has to know about how it came about."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civic.processes.document import Rules
from civic.processes.kinds import Counter, StageKind
from civic.processes.simulating import Past

NOTES: dict[str, Promise] = {
    "finals": _("Only final counts are known: they are treated as counts at the end of the window."),
    "some_finals": _(
        "Of some items only final counts are known: they are treated as counts at the window's end."
    ),
    "taken_back": _("Supports that were taken back later are not in the history."),
    "screening": _(
        "What is checked before it is shown, or given to a department, is taken as let through at once."
    ),
    "committee": _("What a committee would have decided is not known: the replay ends before it."),
    "votes": _("Discussions and votes that were not held have no result: they pass nothing."),
    "not_counted": _("Some of what these rules count was not counted in the history: it is taken as zero."),
    "people": _(
        "People would have acted otherwise under other rules. This shows what did happen, counted anew."
    ),
}
BY_PEOPLE = {StageKind.SCREENING, StageKind.REVIEWING}
OF_A_VOTE = {StageKind.DEBATING, StageKind.VOTING}


def codes_on(items: Sequence[Past], *rules: Rules) -> list[str]:
    """Which of NOTES concern these items under these rules."""
    kinds = {stage.kind for one in rules for stage in one.stages}
    timed = sum(any(past.acts.values()) for past in items)
    of_finals = sum(any(past.finals.values()) for past in items)
    seen = {counter for past in items for counter in (*past.acts, *past.finals)}
    found = {
        "finals": of_finals and not timed,
        "some_finals": of_finals and timed,
        "taken_back": timed,
        "screening": kinds & BY_PEOPLE,
        "committee": StageKind.COMMITTEE in kinds,
        "votes": kinds & OF_A_VOTE and Counter.VOTES not in seen,
        "not_counted": items and any(one.counters - seen for one in rules),
        "people": bool(rules),
    }
    return [code for code, holds in found.items() if holds]


def notes_on(items: Sequence[Past], *rules: Rules) -> list[Promise]:
    return [NOTES[code] for code in codes_on(items, *rules)]
