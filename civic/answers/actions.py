"""The verbs of an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from civic.answers.announcing import escalate_if_due
from civic.answers.due import first_due
from civic.answers.models import (
    Answer,
    AnswerRequest,
    Cause,
    Extension,
    InterimAnswer,
    PauseEnd,
    State,
    Transfer,
    Verdict,
)
from civic.answers.pausing import end_pause
from civic.answers.terms import escalation_due, interim_due, terms_in, terms_of
from civic.people.models import Department
from civic.processes.kinds import AnswerForm
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, checked by the desk's form. Texts are markdown, `video_url` an https address."""

    verdict: Verdict
    body: str
    reason: str = ""
    next_steps: str = ""
    follow_up_on: date | None = None
    form: AnswerForm = AnswerForm.TEXT
    video_url: str = ""
    transcript: str = ""
    held_on: date | None = None
    place: str = ""


@transaction.atomic
def owe_answer(
    *,
    proposal: Proposal,
    cause: Cause,
    at: datetime,
    key: str = "",
    due_at: datetime | None = None,
    since: datetime | None = None,
    reason: str = "",
    by: User | None = None,
) -> AnswerRequest | None:
    """From now on the answer `key` of the rules ("" for the department's) is owed.

    By `due_at`, or by the rules' own days: counted from `since`, where it was owed before somebody
    noticed. None when that answerer owes one already.
    """
    terms = terms_in(proposal.rules, key)
    opened_at = since or at
    due_at = due_at or first_due(opened_at, terms)
    request, new = AnswerRequest.objects.get_or_create(
        proposal=proposal,
        answerer=terms.by,
        state=State.OPEN,
        defaults={
            "key": key,
            "cause": cause,
            "reason": reason,
            "department": None,
            "opened_at": opened_at,
            "due_at": due_at,
            "interim_due_at": interim_due(terms, opened_at),
            "escalates_at": escalation_due(terms, due_at),
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
        answerer=terms.by.value,
        cause=cause.value,
        due_at=due_at.isoformat(),
        reason=reason,
    )
    return request


@transaction.atomic
def cancel_answers(*, proposal: Proposal, reason: str, by: User | None, at: datetime) -> int:
    """Nothing is owed any more: what asked for the answers was turned away. Returns how many were owed."""
    owed = list(AnswerRequest.objects.select_for_update().filter(proposal=proposal, state=State.OPEN))
    for request in owed:
        end_pause(request=request, how=PauseEnd.RESUMED, by=by, at=at)
        request.state, request.closed_at = State.CANCELLED, at
        request.save(update_fields=["state", "closed_at"])
        record("answers.request.cancelled", request, at=at, actor=by, proposal=proposal.pk, reason=reason)
    return len(owed)


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
    if locked.needs_department:
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
    """Move the date, once more, with a reason everyone can read. That it was escalated before stays true."""
    locked = AnswerRequest.objects.select_for_update().get(pk=request.pk)
    escalate_if_due(request=locked, at=at)
    extension = Extension.objects.create(
        request=locked, from_due_at=locked.due_at, to_due_at=to_due_at, reason=reason, at=at, by=by
    )
    locked.due_at = to_due_at
    locked.overdue_announced_at = None
    locked.escalates_at = escalation_due(terms_of(locked), to_due_at)
    locked.save(update_fields=["due_at", "overdue_announced_at", "escalates_at"])
    record(
        "answers.request.extended",
        locked,
        at=at,
        actor=by,
        proposal=locked.proposal_id,
        department=locked.department_id,
        due_at=to_due_at.isoformat(),
        reason=reason,
    )
    request.due_at = to_due_at
    return extension


@transaction.atomic
def publish_interim(*, request: AnswerRequest, body: str, by: User | None, at: datetime) -> InterimAnswer:
    """중간답변: say how far it has come. The answer itself is owed as before."""
    interim = InterimAnswer.objects.create(request=request, body_html=render_markdown(body), at=at, by=by)
    AnswerRequest.objects.filter(pk=request.pk, interim_given_at=None).update(interim_given_at=at)
    record(
        "answers.interim.published",
        request,
        at=at,
        actor=by,
        interim=interim.pk,
        proposal=request.proposal_id,
        department=request.department_id,
    )
    return interim


@transaction.atomic
def publish_answer(*, request: AnswerRequest, reply: Reply, by: User | None, at: datetime) -> Answer | None:
    """Say it in public. None when somebody else was first. What was paused goes on, and ends here."""
    locked = AnswerRequest.objects.select_for_update().filter(pk=request.pk, state=State.OPEN).first()
    if locked is None:
        return None
    end_pause(request=locked, how=PauseEnd.ANSWERED, by=by, at=at)
    escalate_if_due(request=locked, at=at)
    locked.state, locked.closed_at = State.ANSWERED, at
    locked.save(update_fields=["state", "closed_at"])
    answer = Answer.objects.create(
        request=locked,
        verdict=reply.verdict,
        form=reply.form,
        body_html=render_markdown(reply.body),
        reason_html=render_markdown(reply.reason),
        next_steps_html=render_markdown(reply.next_steps),
        video_url=reply.video_url,
        transcript_html=render_markdown(reply.transcript),
        held_on=reply.held_on,
        place=reply.place,
        follow_up_on=reply.follow_up_on,
        department=_in_charge(locked),
        published_at=at,
        published_by=by,
    )
    record(
        "answers.answer.published",
        answer,
        at=at,
        actor=by,
        proposal=locked.proposal_id,
        answerer=locked.answerer,
        verdict=answer.verdict,
    )
    return answer


def _in_charge(request: AnswerRequest) -> Department | None:
    """Rules let nobody answer for no department (civic/answers/rules.py)."""
    if request.department is None and request.needs_department:
        raise ValueError(f"Answer request {request.pk} has no department.")
    return request.department


@transaction.atomic
def announce_overdue(*, request: AnswerRequest, at: datetime) -> bool:
    """Tell, once per due date, that the date has passed. Being overdue itself needs no worker."""
    done = AnswerRequest.objects.filter(
        pk=request.pk, state=State.OPEN, due_at__lte=at, overdue_announced_at=None
    ).update(overdue_announced_at=at)
    if done:
        record(
            "answers.request.became_overdue",
            request,
            at=at,
            proposal=request.proposal_id,
            department=request.department_id,
        )
    return bool(done)
