"""Whom a decision concerns objects; somebody else looks again. What was returned comes back changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from civic.debates import actions as debating
from civic.debates.models import Opinion
from civic.journeys import taking_down
from civic.moderation import actions, rules
from civic.moderation.kinds import HIDING, Act, AppealState, Cause
from civic.moderation.models import Appeal, Case, Decision
from civic.moderation.things import Thing, thing_of
from civic.proposals import actions as proposing
from civic.proposals.actions import Writing
from civic.proposals.models import Comment, Proposal, Standing
from civic.restraints.actions import lift
from platform_core.access import require
from platform_core.accounts.models import User


def appeal(*, decision: Decision, words: str, by: User, at: datetime) -> Appeal:
    """이의 제기, once, within thirty days. Raises Refused."""
    return actions.appeal(decision=decision, words=words, by=by, at=at)


@transaction.atomic
def answer_appeal(*, appeal: Appeal, overturns: bool, answer: str, by: User, at: datetime) -> bool:
    """By somebody else than who decided. What is overturned has no effect any more. Raises Refused.

    False when a colleague answered it meanwhile.
    """
    # The case first, as whoever decides about the same thing does.
    case = actions.hold_case(appeal.decision.case_id)
    held = Appeal.objects.select_for_update(of=("self",)).select_related("decision").get(pk=appeal.pk)
    if held.state != AppealState.OPEN:
        return False
    require(rules.may_answer_appeal(by, held))
    state = AppealState.OVERTURNED if overturns else AppealState.UPHELD
    actions.close_appeal(appeal=held, state=state, answer=answer, by=by, at=at)
    if overturns:
        _undo(case, held.decision, answer, by, at)
    return True


def _undo(case: Case, decision: Decision, answer: str, by: User, at: datetime) -> None:
    """Whatever it took is given back, unless something else was decided since that takes it too."""
    if not actions.take_back(decision, at):
        return
    if decision.restraint is not None:
        lift(restraint=decision.restraint, reason=answer, by=by, at=at)
    if decision.act not in HIDING or _is_hidden_otherwise(case, decision):
        return
    thing = thing_of(case.kind, case.thing)
    if thing is not None and thing.standing == Standing.HIDDEN:
        taking_down.show(thing, by=by, at=at, reason=answer, decision=decision.pk)


def _is_hidden_otherwise(case: Case, decision: Decision) -> bool:
    same = {"case__kind": case.kind, "case__thing": case.thing, "reversed_at": None, "act__in": HIDING}
    held = Case.objects.filter(kind=case.kind, thing=case.thing, closed_at=None, is_held=True)
    return Decision.objects.filter(**same).exclude(pk=decision.pk).exists() or held.exists()


@dataclass(frozen=True, slots=True)
class Changed:
    """What its author wrote instead; a title of proposals only."""

    body: str
    title: str = ""


@transaction.atomic
def hand_in_again(*, decision: Decision, changed: Changed, by: User, at: datetime) -> Case | None:
    """What was returned, changed by its author: it stays hidden and comes into the queue. Raises Refused.

    None when it is no longer there, or is shown by now.
    """
    case = actions.hold_case(decision.case_id)
    held = Decision.objects.select_related("case").get(pk=decision.pk)
    require(rules.may_hand_in_again(by, held))
    thing = thing_of(case.kind, case.thing)
    if thing is None or thing.standing != Standing.HIDDEN or held.act != Act.RETURN:
        return None
    _rewrite(thing, changed, at)
    return actions.open_case(thing=thing, cause=Cause.AGAIN, at=at, is_held=True)


def _rewrite(thing: Thing, changed: Changed, at: datetime) -> None:
    if isinstance(thing, Proposal):
        writing = Writing(changed.title, changed.body, thing.category)
        proposing.edit_proposal(proposal=thing, writing=writing, at=at)
    elif isinstance(thing, Comment):
        proposing.edit_comment(comment=thing, body=changed.body, at=at)
    elif isinstance(thing, Opinion):
        debating.edit_opinion(opinion=thing, body=changed.body, at=at)
