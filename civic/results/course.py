"""The way of an item up to its result: dates, stages, changes of rules, in order."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.debates.models import Debate, Note
from civic.processes.document import Always
from civic.processes.kinds import Counter
from civic.processes.queries import rules_of
from civic.processes.words import condition_words, counted
from civic.proposals.models import Link, MoveCause, Origin, Proposal, StageMove, Standing, ThresholdCrossing

Line = dict[str, Any]


def course_of(debate: Debate) -> list[Line]:
    """Lines of {"at", "kind", "text"}, the earliest first, in the language that is active. Six statements at most."""
    item = debate.item
    # Of one instant: what was reached first, then where it led.
    lines = [*_beginning(item), *_crossings(item), *_moves(item), *_running(debate)]
    return sorted(lines, key=lambda line: line["at"])


def _line(at: datetime, kind: str, text: str) -> Line:
    return {"at": at.isoformat(), "kind": kind, "text": text}


def _beginning(item: Proposal) -> list[Line]:
    sources = Link.objects.filter(later=item, earlier__standing=Standing.OPEN).select_related("earlier")
    # Without their titles: what is hidden later would go on standing in a version that never changes.
    lines = [
        _line(
            link.earlier.submitted_at,
            "source",
            _("Proposal %(number)s is published, out of which it grew") % {"number": link.earlier_id},
        )
        for link in sources
    ]
    begun = _("The institution asks") if item.origin == Origin.INSTITUTION else _("The proposal is published")
    return [*lines, _line(item.submitted_at, "begun", begun)]


def _moves(item: Proposal) -> list[Line]:
    language = get_language() or "ko"
    lines = []
    for move in StageMove.objects.filter(proposal=item):
        if move.cause == MoveCause.SUBMITTED:
            continue
        try:
            stage = rules_of(move.version_id).stage(move.stage_key).label(language)
        except KeyError:
            stage = str(move.get_stage_display())
        if move.cause in (MoveCause.RULES, MoveCause.CORRECTION):
            lines.append(_line(move.entered_at, "rules", str(move.get_cause_display())))
        else:
            lines.append(_line(move.entered_at, "stage", _("Stage “%(stage)s” begins") % {"stage": stage}))
    return lines


def _crossings(item: Proposal) -> list[Line]:
    lines = []
    for one in ThresholdCrossing.objects.filter(proposal=item):
        gate = item.rules.gates.get(one.threshold)
        if gate and isinstance(gate.when, Always):
            continue
        # A gate of an earlier version, from before it was brought along, was one of support.
        goal = condition_words(item.rules, gate.when) if gate else counted(Counter.SUPPORT, one.count)
        lines.append(_line(one.crossed_at, "threshold", _("Reached: %(goal)s") % {"goal": goal}))
    return lines


def _running(debate: Debate) -> list[Line]:
    lines = []
    if debate.opened_at:
        lines.append(_line(debate.opened_at, "opened", _("The debate begins")))
    if debate.closes_at:
        lines.append(_line(debate.closes_at, "closed", _("The debate ends")))
    if debate.concluded_at:
        lines.append(_line(debate.concluded_at, "concluded", _("Its closing summary is published")))
    kept = Note.objects.filter(debate=debate, removed_at=None).count()
    if kept:
        latest = Note.objects.filter(debate=debate, removed_at=None).latest("at", "id")
        said = _("Notes of the moderators while it ran: %(count)s") % {"count": kept}
        lines.append(_line(latest.at, "note", said))
    return lines
