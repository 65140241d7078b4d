"""What a committee has decided, as its votes say: nobody can enter anything else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda.arithmetic import is_carried, is_quorate, is_rejected
from civic.agenda.models import AgendaItem, Candidate, Conclusion, Round, State, Vote
from civic.agenda.rules import may_keep_members
from civic.agenda.voting import count_of, has_quorum_now, quorum_of
from civic.processes.kinds import Outcome, StageKind
from civic.processes.models import Process
from civic.proposals.models import Proposal
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


@dataclass(frozen=True, slots=True)
class Plan:
    """의제화 of what was chosen: the question, the form, the first day, and where it is held.

    Without a first day somebody begins it by hand; from then on the rules' own window runs.

    `process` is needed unless the candidate has a stage of its own for it. `along_with`: the agenda item whose
    debate takes this one in.
    """

    question: str = ""
    form: str = ""
    opens_on: date | None = None
    process: Process | None = None
    along_with: AgendaItem | None = None


NO_PLAN = Plan()


def may_conclude(person: Any, item: AgendaItem, conclusion: str) -> Verdict:
    """Only what the final vote came to, by the rules on the agenda."""
    if (allowed := may_keep_members(person)) is not YES:
        return allowed
    if item.conclusion:
        return no("concluded", _("This item has been concluded."))
    if item.candidate.state != State.SCHEDULED:
        return no("candidate_gone", _("This candidate is no longer before the committee."))
    if item.meeting.cancelled_at is not None:
        return no("meeting_over", _("This meeting is over."))
    return says_the_vote(item, conclusion)


def says_the_vote(item: AgendaItem, conclusion: str) -> Verdict:
    """Whether the votes of this item allow `conclusion`; the sentence says what they came to."""
    votes = list(item.votes.all())
    if any(vote.closed_at is None for vote in votes):
        return no("vote_open", _("A vote is open."), _("Close it first."))
    final = next((vote for vote in votes if vote.round == Round.FINAL), None)
    if final is None:
        return _without_a_final_vote(item, conclusion)
    if not is_quorate(count_of(final), quorum_of(item)):
        return _only_again(conclusion)
    return _by_numbers(item, final, conclusion)


def _without_a_final_vote(item: AgendaItem, conclusion: str) -> Verdict:
    if conclusion == Conclusion.AGAIN and not has_quorum_now(item):
        return YES
    return no("final_vote_missing", _("Nothing can be concluded before the final vote."))


def _only_again(conclusion: str) -> Verdict:
    if conclusion == Conclusion.AGAIN:
        return YES
    return no(
        "not_quorate",
        _("Too few members were there: nothing has been decided."),
        _("Let it be discussed at another meeting."),
    )


def _by_numbers(item: AgendaItem, final: Vote, conclusion: str) -> Verdict:
    count = count_of(final)
    if is_carried(count, item.majority):  # type: ignore[arg-type]
        return YES if conclusion == Conclusion.ACCEPTED else _carried()
    if conclusion == Conclusion.ACCEPTED:
        return no(
            "no_majority",
            _("It did not find the majority that the rules ask for."),
            requirement=item.majority,
            actual=[count.in_favour, count.against, count.abstained],
        )
    again = item.again_at_most - times_discussed_again(item)
    if conclusion == Conclusion.AGAIN:
        return YES if again > 0 else _no_more()
    if again > 0 and not is_rejected(count, item.majority):  # type: ignore[arg-type]
        return no(
            "again_first",
            _("Too few agreed either way: by the rules it is discussed once more."),
            requirement=item.again_at_most,
            actual=item.again_at_most - again,
        )
    return YES


def _carried() -> Verdict:
    return no("carried", _("It found the majority that the rules ask for: it is chosen."))


def _no_more() -> Verdict:
    return no("again_used", _("It has been discussed again as often as the rules say."))


def times_discussed_again(item: AgendaItem) -> int:
    """How often it came back because too few agreed. Meetings that too few attended do not count."""
    again = AgendaItem.objects.filter(candidate=item.candidate_id, conclusion=Conclusion.AGAIN)
    earlier = again.exclude(pk=item.pk).prefetch_related("votes")
    return sum(_was_decided_by_too_few(one) for one in earlier)


def _was_decided_by_too_few(item: AgendaItem) -> bool:
    final = next((vote for vote in item.votes.all() if vote.round == Round.FINAL), None)
    return final is not None and is_quorate(count_of(final), quorum_of(item))


def has_own_stage(item: Proposal) -> bool:
    """Whether the committee's word moves it on by its own rules."""
    stage = item.rules.stage(item.item.stage)
    return stage.kind == StageKind.COMMITTEE and Outcome.ACCEPTED in dict(stage.ways)


def is_planned(item: AgendaItem, plan: Plan) -> Verdict:
    """What was chosen has its question and form, and a process to be held in."""
    own = has_own_stage(item.candidate.item)
    if plan.along_with is not None:
        return _goes_along(item, plan.along_with, own)
    if not plan.question.strip():
        return no("question_needed", _("Say what everybody will be asked."))
    if not plan.form:
        return no("form_needed", _("Say in which form it is discussed."))
    if not own and plan.process is None:
        return no("process_needed", _("Say in which process the debate is held."))
    return YES


def _goes_along(item: AgendaItem, lead: AgendaItem, own: bool) -> Verdict:
    if lead.meeting_id != item.meeting_id or lead.pk == item.pk or lead.along_with_id is not None:
        return no("no_such_lead", _("It can only go along with another item of this meeting."))
    if lead.conclusion != Conclusion.ACCEPTED or lead.begun_at is not None:
        return no("lead_not_chosen", _("The other item must be chosen, and its debate not begun."))
    if own or has_own_stage(lead.candidate.item):
        return no(
            "own_stage",
            _("By its rules each of these goes on by itself."),
            _("Join similar proposals first; then they are one candidate."),
        )
    return YES


@transaction.atomic
def write_conclusion(
    *, item: AgendaItem, conclusion: Conclusion, reason: str, plan: Plan, by: User, at: datetime
) -> bool:
    """The committee's word, as the votes say. Raises Refused. False when it was written before.

    What follows from it is the journey's (civic.journeys.agenda).
    """
    held = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if held.conclusion == conclusion:
        return False
    require(may_conclude(by, held, conclusion))
    if conclusion == Conclusion.ACCEPTED:
        require(is_planned(held, plan))
    elif not reason.strip():
        require(no("reason_needed", _("Say why: everybody can read the reason.")))
    held.conclusion, held.reason = conclusion, reason
    held.concluded_at, held.concluded_by = at, by
    if conclusion == Conclusion.ACCEPTED:
        held.question, held.form, held.opens_on = plan.question, plan.form, plan.opens_on
        held.process, held.along_with = plan.process, plan.along_with
    held.save()
    _settle_candidate(held, at)
    record(
        f"agenda.candidate.{_TOLD[conclusion]}",
        held.candidate,
        at=at,
        actor=by,
        proposal=held.candidate.item_id,
        meeting=held.meeting_id,
        reason=reason,
        question=held.question,
        closes=conclusion == Conclusion.REFUSED and has_own_stage(held.candidate.item),
    )
    return True


_TOLD = {
    Conclusion.ACCEPTED: "accepted",
    Conclusion.REFUSED: "refused",
    Conclusion.AGAIN: "deferred",
}
_STATES = {
    Conclusion.ACCEPTED: State.ACCEPTED,
    Conclusion.REFUSED: State.REFUSED,
    Conclusion.AGAIN: State.WAITING,
}


def _settle_candidate(item: AgendaItem, at: datetime) -> None:
    conclusion = Conclusion(item.conclusion)
    settled = None if conclusion == Conclusion.AGAIN else at
    Candidate.objects.filter(pk=item.candidate_id).update(
        state=_STATES[conclusion], state_reason=item.reason, settled_at=settled
    )
