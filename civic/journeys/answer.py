"""A department owes an answer → it is assigned, perhaps passed on or given time → it answers in public."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.answers import actions, rules
from civic.answers.actions import Reply
from civic.answers.due import due_after, end_of
from civic.answers.models import Answer, AnswerRequest, Cause, Extension, Verdict
from civic.journeys.settle import begin_review
from civic.people.models import Department
from civic.processes.kinds import StageKind
from civic.proposals.actions import close_proposal, enter_stage
from civic.proposals.models import Ending, Proposal
from platform_core.access import YES, no, require
from platform_core.access import Verdict as Judgement
from platform_core.accounts.models import User


def may_take_on(department: Department) -> Judgement:
    if not department.is_active:
        return no(
            "department_hidden",
            _("This department takes on nothing new any more."),
            _("Choose another department."),
        )
    return YES


@transaction.atomic
def assign(
    *, request: AnswerRequest, department: Department, by: User, at: datetime, reason: str = ""
) -> bool:
    """A first assignment, or a transfer (then `reason` is shown to everyone). Raises Refused."""
    locked = _locked(request)
    require(rules.may_transfer(by, locked) if locked.department_id else rules.may_assign(by))
    # Held, so that it is not hidden while this is written.
    department = Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    require(may_take_on(department))
    done = actions.assign_department(request=locked, department=department, reason=reason, by=by, at=at)
    if done:
        enter_stage(
            proposal=locked.proposal,
            stage=StageKind.ANSWERING,
            expected=StageKind.REVIEWING,
            at=at,
            actor=by,
        )
    return done


@transaction.atomic
def extend(
    *, request: AnswerRequest, reason: str, by: User, at: datetime, from_due_at: datetime | None = None
) -> Extension | None:
    """By the rule's own number of days, counted from the date it was due. Raises Refused.

    None when the date is no longer `from_due_at`, the one the person saw: a form sent twice extends once.
    """
    locked = _locked(request)
    if from_due_at is not None and locked.due_at != from_due_at:
        return None
    answer_rules = locked.proposal.rules.answer
    require(rules.may_extend(by, locked, locked.proposal.rules))
    start = max(locked.due_at, at)
    to_due_at = due_after(start, answer_rules.extension_days, answer_rules.unit)
    return actions.extend_due_date(request=locked, to_due_at=to_due_at, reason=reason, by=by, at=at)


@transaction.atomic
def answer(*, request: AnswerRequest, reply: Reply, by: User, at: datetime) -> Answer | None:
    """Publish, and let the verdict move the proposal. None when it was answered meanwhile. Raises Refused."""
    locked = _locked(request)
    require(rules.may_answer(by, locked))
    published = actions.publish_answer(request=locked, reply=reply, by=by, at=at)
    if published is not None:
        _follow(proposal=locked.proposal, answer=published, by=by, at=at)
    return published


def _follow(*, proposal: Proposal, answer: Answer, by: User, at: datetime) -> None:
    """Adopted → carried out; declined → closed; under study → a further answer is owed by its date."""
    here = StageKind(proposal.stage)
    if answer.verdict in (Verdict.ADOPTED, Verdict.PARTLY):
        enter_stage(proposal=proposal, stage=StageKind.CARRYING_OUT, expected=here, at=at, actor=by)
    elif answer.verdict == Verdict.DECLINED:
        close_proposal(proposal=proposal, ending=Ending.ANSWERED, at=at, expected=here, actor=by)
    elif answer.follow_up_on is not None:
        again = actions.owe_answer(
            proposal=proposal, cause=Cause.FOLLOW_UP, due_at=end_of(answer.follow_up_on), at=at, by=by
        )
        if again is not None:
            actions.assign_department(request=again, department=answer.department, reason="", by=by, at=at)


@transaction.atomic
def rescue(*, proposal: Proposal, reason: str, by: User, at: datetime) -> AnswerRequest | None:
    """Take up a worthy proposal below the threshold, with a public reason (guide A2, B1). Raises Refused."""
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require(rules.may_rescue(by, locked.rules))
    if locked.stage != StageKind.GATHERING or locked.standing != "open":
        return None
    return begin_review(proposal=locked, cause=Cause.RESCUE, reason=reason, by=by, at=at)


def _locked(request: AnswerRequest) -> AnswerRequest:
    """The bare row first, then what hangs on it: a joined lock can lose the row while it waits."""
    AnswerRequest.objects.select_for_update().get(pk=request.pk)
    return AnswerRequest.objects.select_related("proposal__category", "department").get(pk=request.pk)
