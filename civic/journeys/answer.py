"""An answer is owed → it is assigned, perhaps passed on or given time → it is given in public."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.answers import actions, rules
from civic.answers.actions import Reply
from civic.answers.due import due_after, end_of
from civic.answers.models import Answer, AnswerRequest, Cause, Extension, InterimAnswer, State, Verdict
from civic.answers.terms import terms_of
from civic.journeys.rescue import take_up
from civic.journeys.steps import follow
from civic.people.models import Department
from civic.processes.kinds import Outcome
from civic.proposals.models import Proposal
from civic.proposals.moving import as_it_is_now, held
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
    locked = hold(request)
    require(rules.may_transfer(by, locked) if locked.department_id else rules.may_assign(by))
    # Held, so that it is not hidden while this is written.
    department = Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    require(may_take_on(department))
    done = actions.assign_department(request=locked, department=department, reason=reason, by=by, at=at)
    if done and locked.needs_department:
        _go_on(locked.proposal, Outcome.ASSIGNED, by=by, at=at)
    return done


@transaction.atomic
def extend(
    *, request: AnswerRequest, reason: str, by: User, at: datetime, from_due_at: datetime | None = None
) -> Extension | None:
    """By the rule's own number of days, counted from the date it was due. Raises Refused.

    None when the date is no longer `from_due_at`, the one the person saw: a form sent twice extends once.
    """
    locked = hold(request)
    require(rules.may_transfer(by, locked))
    if from_due_at is not None and from_due_at != locked.due_at:
        return None
    require(rules.may_extend(by, locked, at))
    terms = terms_of(locked)
    # What is late already gets its days from now.
    to_due_at = due_after(max(locked.due_at, at), terms.extension_days, terms.unit)
    return actions.extend_due_date(request=locked, to_due_at=to_due_at, reason=reason, by=by, at=at)


@transaction.atomic
def give_interim(*, request: AnswerRequest, body: str, by: User, at: datetime) -> InterimAnswer:
    """중간답변: everybody reads how far it has come; the answer stays owed. Raises Refused."""
    locked = hold(request)
    require(rules.may_give_interim(by, locked))
    return actions.publish_interim(request=locked, body=body, by=by, at=at)


@transaction.atomic
def answer(*, request: AnswerRequest, reply: Reply, by: User, at: datetime) -> Answer | None:
    """Publish, and let the verdict move the proposal. None when it was answered meanwhile. Raises Refused."""
    locked = hold(request)
    require(rules.may_answer(by, locked))
    require(rules.may_answer_in(reply.form, terms_of(locked)))
    published = actions.publish_answer(request=locked, reply=reply, by=by, at=at)
    if published is not None:
        _follow(proposal=locked.proposal, answer=published, by=by, at=at)
    return published


DECIDES = {
    Verdict.ADOPTED: Outcome.ADOPTED,
    Verdict.PARTLY: Outcome.PARTLY,
    Verdict.DECLINED: Outcome.DECLINED,
}


def _follow(*, proposal: Proposal, answer: Answer, by: User, at: datetime) -> None:
    """Adopted or declined: the way its rules name. A no waits while another answer is owed; a study owes one more."""
    verdict = Verdict(answer.verdict)
    if verdict == Verdict.DECLINED and _is_owed_by_another(proposal):
        return
    if verdict in DECIDES:
        _go_on(proposal, DECIDES[verdict], by=by, at=at)
    elif answer.follow_up_on is not None:
        _owe_again(proposal=proposal, answer=answer, due_at=end_of(answer.follow_up_on), by=by, at=at)


def _go_on(proposal: Proposal, outcome: Outcome, *, by: User, at: datetime) -> None:
    """Where its stage has such an outcome: what another answer has decided already stays decided."""
    here = held(proposal)
    follow(here, outcome, at, by=by)
    as_it_is_now(proposal, here)


def _is_owed_by_another(proposal: Proposal) -> bool:
    """The department says no, and the head's answer is still to come: the last word closes it."""
    return AnswerRequest.objects.filter(proposal=proposal, state=State.OPEN).exists()


def _owe_again(*, proposal: Proposal, answer: Answer, due_at: datetime, by: User, at: datetime) -> None:
    again = actions.owe_answer(
        proposal=proposal, cause=Cause.FOLLOW_UP, key=answer.request.key, due_at=due_at, at=at, by=by
    )
    if again is not None and answer.department is not None:
        actions.assign_department(request=again, department=answer.department, reason="", by=by, at=at)


@transaction.atomic
def rescue(
    *, proposal: Proposal, reason: str, by: User, at: datetime, ground: str = ""
) -> AnswerRequest | None:
    """As take_up; the answer that is owed from now on, None when it was taken up before. Raises Refused."""
    if not take_up(proposal=proposal, reason=reason, by=by, at=at, ground=ground):
        return None
    return AnswerRequest.objects.filter(proposal=proposal, state=State.OPEN).order_by("pk").last()


def hold(request: AnswerRequest) -> AnswerRequest:
    """The bare row first, then what hangs on it: a joined lock can lose the row while it waits.

    The proposal before its request, as whoever moves a proposal takes them: else two wait for each other.
    """
    held(Proposal(pk=request.proposal_id))
    AnswerRequest.objects.select_for_update().get(pk=request.pk)
    return AnswerRequest.objects.select_related("proposal__category", "department").get(pk=request.pk)
