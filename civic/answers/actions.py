"""The verbs of an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from civic.answers.models import Answer, AnswerRequest, Cause, Extension, State, Transfer, Verdict
from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@dataclass(frozen=True, slots=True)
class Reply:
    """What a department wrote, checked by the desk's form."""

    verdict: Verdict
    body: str
    reason: str = ""
    next_steps: str = ""
    follow_up_on: date | None = None


@transaction.atomic
def owe_answer(
    *,
    proposal: Proposal,
    cause: Cause,
    due_at: datetime,
    at: datetime,
    reason: str = "",
    by: User | None = None,
) -> AnswerRequest | None:
    """From now on an answer is owed by `due_at`. None when one is owed already."""
    request, new = AnswerRequest.objects.get_or_create(
        proposal=proposal,
        state=State.OPEN,
        defaults={
            "cause": cause,
            "reason": reason,
            "department": None,
            "opened_at": at,
            "due_at": due_at,
        },
    )
    if not new:
        return None
    record(
        "answers.request.opened",
        request,
        at=at,
        actor=by,
        proposal=proposal.pk,
        cause=cause.value,
        due_at=due_at.isoformat(),
        reason=reason,
    )
    return request


@transaction.atomic
def assign_department(
    *, request: AnswerRequest, department: Department, reason: str, by: User | None, at: datetime
) -> bool:
    """Assign the request, or pass it on with a public reason. False when it is there already."""
    locked = AnswerRequest.objects.select_for_update().get(pk=request.pk)
    if locked.department_id == department.pk or locked.state != State.OPEN:
        return False
    Transfer.objects.create(
        request=locked,
        from_department_id=locked.department_id,
        to_department=department,
        reason=reason,
        at=at,
        by=by,
    )
    kind = "answers.request.transferred" if locked.department_id else "answers.request.assigned"
    before = locked.department_id
    locked.department = department
    locked.save(update_fields=["department"])
    Proposal.objects.filter(pk=locked.proposal_id).update(department=department)
    record(
        kind,
        locked,
        at=at,
        actor=by,
        proposal=locked.proposal_id,
        from_department=before,
        department=department.pk,
        reason=reason,
    )
    request.department = department
    return True


@transaction.atomic
def extend_due_date(
    *, request: AnswerRequest, to_due_at: datetime, reason: str, by: User | None, at: datetime
) -> Extension:
    """Move the date, once more, with a reason everyone can read."""
    locked = AnswerRequest.objects.select_for_update().get(pk=request.pk)
    extension = Extension.objects.create(
        request=locked, from_due_at=locked.due_at, to_due_at=to_due_at, reason=reason, at=at, by=by
    )
    locked.due_at = to_due_at
    locked.overdue_announced_at = None
    locked.save(update_fields=["due_at", "overdue_announced_at"])
    record(
        "answers.request.extended",
        locked,
        at=at,
        actor=by,
        proposal=locked.proposal_id,
        due_at=to_due_at.isoformat(),
        reason=reason,
    )
    request.due_at = to_due_at
    return extension


@transaction.atomic
def publish_answer(*, request: AnswerRequest, reply: Reply, by: User | None, at: datetime) -> Answer | None:
    """Say it in public. None when somebody else was first."""
    done = AnswerRequest.objects.filter(pk=request.pk, state=State.OPEN).update(
        state=State.ANSWERED, closed_at=at
    )
    if not done:
        return None
    answer = Answer.objects.create(
        request=request,
        verdict=reply.verdict,
        body_html=render_markdown(reply.body),
        reason_html=render_markdown(reply.reason),
        next_steps_html=render_markdown(reply.next_steps),
        follow_up_on=reply.follow_up_on,
        department=_in_charge(request),
        published_at=at,
        published_by=by,
    )
    record(
        "answers.answer.published",
        answer,
        at=at,
        actor=by,
        proposal=request.proposal_id,
        verdict=answer.verdict,
    )
    return answer


def _in_charge(request: AnswerRequest) -> Department:
    """Rules let nobody answer for no department (civic/answers/rules.py)."""
    if request.department is None:
        raise ValueError(f"Answer request {request.pk} has no department.")
    return request.department


@transaction.atomic
def announce_overdue(*, request: AnswerRequest, at: datetime) -> bool:
    """Tell, once per due date, that the date has passed. Being overdue itself needs no worker."""
    done = AnswerRequest.objects.filter(
        pk=request.pk, state=State.OPEN, due_at__lte=at, overdue_announced_at=None
    ).update(overdue_announced_at=at)
    if done:
        record("answers.request.became_overdue", request, at=at, proposal=request.proposal_id)
    return bool(done)
