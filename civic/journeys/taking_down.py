"""Out of sight and back: what has to follow when something somebody wrote is hidden or shown, whichever kind it is.

Whoever calls has asked the rule. Search, lists, feeds, exports and counts read the standing that is set here.
"""

from datetime import datetime
from typing import Any

from civic.debates import actions as debating
from civic.debates.models import Opinion
from civic.journeys.catching_up import let_due_happen
from civic.journeys.debate_settling import settle_debate
from civic.journeys.debating import held_debate, opinion_now
from civic.journeys.settle import settle, settle_talk
from civic.moderation.things import Thing
from civic.proposals import actions
from civic.proposals.models import Comment, Proposal, ProposalStat
from civic.proposals.tallies import keep_participants
from platform_core.accounts.models import User


def hide(thing: Thing, *, reason: str, by: User | None, at: datetime, **told: Any) -> bool:
    """False when it was not shown. `told` goes into the event its author is told by."""
    if isinstance(thing, Proposal):
        let_due_happen(thing, at)
        return actions.hide_proposal(proposal=thing, reason=reason, by=by, at=at, **told)
    if isinstance(thing, Comment):
        return _hide_comment(thing, reason, by, at, told)
    return _hide_opinion(thing, reason, by, at, told)


def show(thing: Thing, *, by: User | None, at: datetime, reason: str = "", **told: Any) -> bool:
    """False when it was not hidden. Thresholds it reached before take effect now."""
    if isinstance(thing, Proposal):
        return _show_proposal(thing, by, at, told)
    if isinstance(thing, Comment):
        done = actions.show_comment(comment=thing, by=by, at=at, **told)
        if done:
            settle_talk(proposal=thing.proposal, at=at)
        return done
    let_due_happen(thing.debate.item, at)
    here = held_debate(thing.debate)
    done = debating.show_opinion(opinion=opinion_now(thing, here), reason=reason, by=by, at=at, **told)
    if done:
        settle_debate(here, at)
    return done


def _show_proposal(proposal: Proposal, by: User | None, at: datetime, told: dict[str, Any]) -> bool:
    # The count is held first, as whoever counts does: its new value meets an open proposal on one side or the other.
    ProposalStat.objects.select_for_update().get(pk=proposal.pk)
    done = actions.show_proposal(proposal=proposal, by=by, at=at, **told)
    if done:
        settle(proposal=Proposal.objects.get(pk=proposal.pk), at=at)
    return done


def _hide_comment(comment: Comment, reason: str, by: User | None, at: datetime, told: dict[str, Any]) -> bool:
    """Neither the comment nor, with no other left, its writer is counted any more."""
    let_due_happen(comment.proposal, at)
    done = actions.hide_comment(comment=comment, reason=reason, by=by, at=at, **told)
    if done:
        keep_participants([comment.proposal])
    return done


def _hide_opinion(opinion: Opinion, reason: str, by: User | None, at: datetime, told: dict[str, Any]) -> bool:
    """The vote is the opinion before, if there is one."""
    let_due_happen(opinion.debate.item, at)
    here = held_debate(opinion.debate)
    done = debating.hide_opinion(opinion=opinion_now(opinion, here), reason=reason, by=by, at=at, **told)
    if done:
        settle_debate(here, at)
    return done
