"""Support crosses a threshold → the department owes an answer by a date everyone can see."""

from datetime import datetime

from django.db import connection, transaction

from civic.answers.actions import assign_department, owe_answer
from civic.answers.due import first_due
from civic.answers.models import AnswerRequest, Cause
from civic.processes.document import Threshold
from civic.processes.kinds import Effect, StageKind
from civic.proposals.actions import enter_stage
from civic.proposals.counting import is_my_turn, roll_up_deltas
from civic.proposals.models import Proposal
from civic.proposals.unsettled import counts_to_try_again, forget_settled, set_apart
from platform_core.accounts.models import User
from platform_core.events.actions import record


def count_and_settle(*, at: datetime) -> int:
    """Roll up waiting supports and let every threshold they reached take effect; returns how many changed.

    Counting and crossing share one transaction: a worker killed at the crossing leaves both undone,
    and the next run does both. A proposal that cannot be settled is counted and tried again; it holds up
    no other.
    """
    with transaction.atomic():
        if not is_my_turn():
            return 0
        changed = roll_up_deltas(at=at)
        counts = {**counts_to_try_again(at=at), **changed}
        counted = Proposal.objects.filter(pk__in=counts, standing="open").select_related("category")
        for proposal in counted.order_by("pk"):
            settle_apart(proposal=proposal, count=counts[proposal.pk], at=at)
        forget_settled(counts, at=at)
    return len(changed)


def settle_apart(*, proposal: Proposal, count: int, at: datetime) -> None:
    """As `settle`; what goes wrong with this proposal is told and tried again, and raises nothing."""
    with set_apart(proposal, at=at):
        settle(proposal=proposal, count=count, at=at)


def settle(*, proposal: Proposal, count: int, at: datetime) -> None:
    """Cross every threshold that `count` has reached and was not crossed before."""
    for threshold in proposal.rules.reached(count):
        if cross(proposal=proposal, threshold=threshold, count=count, at=at):
            take_effect(proposal=proposal, threshold=threshold, at=at)


def cross(*, proposal: Proposal, threshold: Threshold, count: int, at: datetime) -> bool:
    """Exactly once per proposal and threshold, whoever comes first; never what was hidden or closed meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO proposals_thresholdcrossing (proposal_id, threshold, count, crossed_at)"
            " SELECT id, %s, %s, %s FROM proposals_proposal"
            " WHERE id = %s AND standing = 'open' AND stage <> 'closed' FOR NO KEY UPDATE"
            " ON CONFLICT DO NOTHING RETURNING 1",
            [threshold.key, count, at, proposal.pk],
        )
        if cursor.fetchone() is None:
            return False
    record(
        "proposals.threshold.crossed",
        proposal,
        at=at,
        threshold=threshold.key,
        count=threshold.count,
        effect=threshold.effect.value,
    )
    return True


def take_effect(*, proposal: Proposal, threshold: Threshold, at: datetime) -> None:
    """Agenda and head of institution: recorded for everyone to see; what follows is the desk's work."""
    if threshold.effect == Effect.OWE_ANSWER:
        begin_review(proposal=proposal, cause=Cause.THRESHOLD, at=at)


def begin_review(
    *, proposal: Proposal, cause: Cause, at: datetime, reason: str = "", by: User | None = None
) -> AnswerRequest | None:
    """An answer is owed from now; the category's own department gets it at once, else a moderator decides."""
    if not enter_stage(
        proposal=proposal, stage=StageKind.REVIEWING, expected=StageKind.GATHERING, at=at, actor=by
    ):
        return None  # taken up already, below the threshold
    due_at = first_due(at, proposal.rules.answer)
    request = owe_answer(proposal=proposal, cause=cause, due_at=due_at, at=at, reason=reason, by=by)
    department = proposal.category.default_department if proposal.category else None
    if request is not None and department is not None and department.is_active:
        assign_department(request=request, department=department, reason="", by=None, at=at)
        enter_stage(proposal=proposal, stage=StageKind.ANSWERING, expected=StageKind.REVIEWING, at=at)
    return request
