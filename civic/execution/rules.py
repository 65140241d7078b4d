"""Who tells of it and changes its plan, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.execution.models import Execution, ExecutionItem, MilestoneState, Part, ProgressKind
from civic.execution.planning import how_of
from civic.execution.queries import departments_of_execution
from civic.people.rules import answers_for, departments_of, is_moderator
from civic.processes.kinds import Deed
from civic.proposals.models import Proposal
from platform_core.access import YES, Verdict, no


def may_report_progress(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """The departments that carry it out, or a moderator, while it is carried out."""
    if not (is_moderator(person) or _is_in_charge(person, proposal)):
        return no("not_allowed", _("Only the departments in charge report what is being done."))
    if not proposal.permits(Deed.REPORT_PROGRESS, at):
        return no("stage_closed", _("Progress is reported while a proposal is being carried out."))
    return YES


def _is_in_charge(person: Any, proposal: Proposal) -> bool:
    if proposal.department_id is not None and answers_for(person, proposal.department_id):
        return True
    if not departments_of(person):
        return False
    carried = ExecutionItem.objects.filter(proposal=proposal).values_list("execution_id", flat=True).first()
    return bool(departments_of(person) & departments_of_execution(carried))


def may_change_plan(person: Any, items: Iterable[Proposal], at: datetime) -> Verdict:
    """As may_report_progress, of any of the items that are carried out together."""
    verdict = no("not_there", _("Nothing is carried out here any more."))
    for item in items:
        verdict = may_report_progress(person, item, at)
        if verdict.allowed:
            return verdict
    return verdict


def says_why(
    execution: Execution, part: Part, changed: Mapping[str, Any], reason: str, *, removes: bool = False
) -> Verdict:
    """Once the plan is public, a promise is not changed without a word: a day, money, whatever is given up."""
    if execution.planned_at is None or reason.strip():
        return YES
    how = how_of(part, changed)
    is_promise = (
        removes
        or how == MilestoneState.DROPPED
        or bool({"due_on", "amount", "ends_on", "department", "before"} & set(changed))
    )
    if not is_promise:
        return YES
    return no(
        "reason_missing",
        _("The public was promised something else."),
        _("Write why this changes: the reason stands beside the old and the new."),
    )


def may_finish(execution: Execution | None, kind: ProgressKind) -> Verdict:
    """What came of it has been told, and no milestone is left open."""
    has_outcome = kind == ProgressKind.OUTCOME or (
        execution is not None and execution.notes.filter(kind=ProgressKind.OUTCOME).exists()
    )
    if not has_outcome:
        return no(
            "outcome_missing",
            _("Nobody has read yet what came of it."),
            _("Choose “Outcome” and say what changed; then it can be finished."),
        )
    left = execution.milestones.filter(state__in=_OPEN).count() if execution is not None else 0
    if left:
        sentence = ngettext(
            "%(count)s milestone is neither done nor dropped.",
            "%(count)s milestones are neither done nor dropped.",
            left,
        )
        return no(
            "milestones_open",
            sentence % {"count": left},
            _("Mark each of them as done or dropped first."),
            requirement=0,
            actual=left,
        )
    return YES


_OPEN = (MilestoneState.PLANNED, MilestoneState.UNDER_WAY)


def may_share(person: Any, execution: Execution, item: Proposal, at: datetime) -> Verdict:
    """A moderator lets an item be carried out together with others, while nothing was told of it alone."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators put items together."))
    if not item.permits(Deed.REPORT_PROGRESS, at):
        return no("stage_closed", _("This item is not being carried out."))
    if execution.finished_at is not None:
        return no("finished", _("What these items share is finished."))
    own = Execution.objects.filter(items__proposal=item).exclude(pk=execution.pk).first()
    if own is not None and (own.planned_at is not None or own.items.count() > 1 or own.notes.exists()):
        return no(
            "told_already",
            _("Something was told of this item on a page of its own."),
            _("Link the items instead: their stories are then one."),
        )
    return YES
