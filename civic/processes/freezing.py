"""Freeze: from the first counted act on, the rules that decide what comes of it cannot change for an item.

Pure. What counts as an act is what the stage's own gates look at, and taking part in a debate or a vote; what
cannot change is everything that decides whether they open. Names, answer days and later stages may change: they decide no count.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage, Tally, counters_of
from civic.processes.document.shapes import HELD_APART
from civic.processes.kinds import COUNTING, TIMED, Counter, Deed
from platform_core.access import YES, Verdict, no

DECIDING_DEEDS = (Deed.SUPPORT, Deed.DISLIKE, Deed.COMMENT, Deed.VOTE)
# People are counted among them as soon as one of them is.
TALK = frozenset({Counter.COMMENTS, Counter.PARTICIPANTS})
# Taking part in a debate or a vote is an act, whatever its gates look at: its time and its form decide, too.
TAKING_PART = frozenset({Counter.PARTICIPANTS, Counter.VOTES, Counter.IN_FAVOUR})


def counting_stages(rules: Rules, stage_key: str) -> tuple[Stage, ...]:
    """Whose gates look at an item in that stage: those that decide its result."""
    own = rules.stage(stage_key)
    counting = rules.counting_stage(stage_key)
    found = (counting, own if own.kind in TIMED and own is not counting else None)
    return tuple(stage for stage in found if stage is not None)


def has_counted_acts(rules: Rules, stage_key: str, tally: Tally) -> bool:
    return any(tally.of(counter) > 0 for counter in _acts(rules, stage_key))


def is_frozen(old: Rules, new: Rules, stage_key: str, tally: Tally) -> Verdict:
    """YES when the item may come under `new`; rule_frozen when that would change what decides its result."""
    if not has_counted_acts(old, stage_key, tally) or decides_alike(old, new, stage_key):
        return YES
    return rule_frozen(max(tally.of(counter) for counter in _acts(old, stage_key)))


def rule_frozen(acts: int) -> Verdict:
    return no(
        "rule_frozen",
        _("People have taken part already under the rules it began with: what decides its result stays."),
        _("Two administrators can correct it, with a public notice and a recount."),
        requirement=0,
        actual=acts,
    )


def decides_alike(old: Rules, new: Rules, stage_key: str) -> bool:
    """Whether both decide the result of an item in that stage in the same way. `new` knows the stage."""
    return _deciding(old, stage_key) == _deciding(new, stage_key)


def _acts(rules: Rules, stage_key: str) -> frozenset[Counter]:
    acts: set[Counter] = set()
    for stage in counting_stages(rules, stage_key):
        asked = frozenset().union(*(counters_of(gate.when) for gate in stage.gates))
        acts |= asked | (TALK if asked & TALK else frozenset())
        if stage.kind in HELD_APART:
            acts |= TAKING_PART
        if stage.kind in COUNTING:
            acts |= {Counter.SUPPORT, Counter.VERIFIED_SUPPORT, Counter.DISLIKE}
    return frozenset(acts)


def _deciding(rules: Rules, stage_key: str) -> tuple[Any, ...]:
    return (
        tuple(_stage(stage) for stage in counting_stages(rules, stage_key)),
        rules.counting,
        tuple(rules.requirement(deed) for deed in DECIDING_DEEDS),
        tuple(limit for limit in rules.limits if limit.deed in DECIDING_DEEDS),
    )


def _stage(stage: Stage) -> tuple[Any, ...]:
    """Without names. The order of gates decides nothing, but which leads on first: it stays part of it."""
    gates = tuple(replace(gate, labels=()) for gate in stage.gates)
    return (
        stage.key,
        stage.kind,
        stage.window,
        gates,
        stage.otherwise,
        stage.without,
        stage.debate,
        stage.vote,
    )
