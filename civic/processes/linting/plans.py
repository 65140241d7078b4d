"""Stages whose room the institution's plan does not hold, or that it does without.

A discussion opens by itself when an item comes to its stage, so rules that promise one the plan does not hold cannot be
published. A vote is prepared by people, and its result may be recorded of one that was held elsewhere: there it is a
warning. What was published before stays in force (decision 20).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.kinds import StageKind
from civic.processes.linting.findings import Finding, LintContext
from civic.processes.linting.saying import error, warning
from civic.processes.linting.walking import name, stages

NOT_SOLD = "not_in_plan"


def rooms_of(stage: Stage) -> tuple[str, ...]:
    """Features of a plan (tenants/entitlements.py) that the stage needs."""
    if stage.kind == StageKind.DEBATING:
        return ("debates",)
    if stage.kind == StageKind.VOTING:
        return ("votes", "budgets") if stage.vote is not None and stage.vote.budget else ("votes",)
    return ()


def is_promised(stage: Stage) -> bool:
    """What opens by itself when an item comes to it."""
    return stage.kind == StageKind.DEBATING


def without_room(rules: Rules, context: LintContext) -> Iterator[Finding]:
    for path, stage in stages(rules):
        for room in rooms_of(stage):
            if (refusal := context.refused.get(room)) is None:
                continue
            said = _("“%(stage)s”: %(sentence)s") % {"stage": name(stage), "sentence": refusal.sentence}
            if refusal.code == NOT_SOLD and is_promised(stage):
                yield error(refusal.code, path, said, _("Take the stage out, or ask for another plan."))
            elif stage.kind == StageKind.VOTING:
                hold = _("Hold it elsewhere and record its result, or: %s") % refusal.what_next
                yield warning(refusal.code, path, said, hold)
            else:
                yield warning(refusal.code, path, said, str(refusal.what_next))


CHECKS = (without_room,)
