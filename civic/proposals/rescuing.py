"""Taking up what stayed below its threshold: while its time runs, and some days after (guide A2, B1: 2020)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.people.rules import is_moderator
from civic.processes.kinds import COUNTING, Ground, Rescue
from civic.proposals.deciding import EXPIRED
from civic.proposals.merging import similar_counts
from civic.proposals.models import Proposal, Standing
from civic.proposals.running_out import ran_out
from platform_core.access import YES, Verdict, no


def may_take_up(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Moderators, where the rules it began under provide for it, as long as they do."""
    if not is_moderator(person):
        return no(
            "not_allowed", _("Only moderators and administrators may take up a proposal below the threshold.")
        )
    if proposal.rules.rescuing.by == Rescue.NONE:
        return no(
            "no_rescue",
            _("The rules of this institution do not provide for taking up a proposal below the threshold."),
        )
    if proposal.standing != Standing.OPEN:
        return no("proposal_hidden", _("This proposal has been hidden."), _("Show it first."))
    if not is_below(proposal):
        return no("not_below", _("It did not stay below a threshold: there is nothing to take up."))
    return _in_time(proposal, at)


def is_below(proposal: Proposal) -> bool:
    """It gathers support, or ran out of time without reaching anything that leads on."""
    return proposal.stage in COUNTING or proposal.closed_as in EXPIRED


def is_a_ground(proposal: Proposal, ground: str) -> Verdict:
    """One of the grounds that its rules name; that many ask for the same is counted."""
    rescuing = proposal.rules.rescuing
    named = [one.value for one in rescuing.grounds]
    if named and ground not in named:
        return no(
            "unknown_ground",
            _("The rules know no such ground for taking something up."),
            _("Choose one of: %(grounds)s.")
            % {"grounds": ", ".join(str(one.label) for one in rescuing.grounds)},
            requirement=named,
            actual=ground,
        )
    if ground != Ground.MANY_SIMILAR or not rescuing.similar_at_least:
        return YES
    joined = similar_counts([proposal.pk]).get(proposal.pk, 0)
    if joined >= rescuing.similar_at_least:
        return YES
    return no(
        "too_few_similar",
        ngettext(
            "“Many” means at least %(count)d similar proposal that was joined with it.",
            "“Many” means at least %(count)d similar proposals that were joined with it.",
            rescuing.similar_at_least,
        )
        % {"count": rescuing.similar_at_least},
        _("Join the similar ones first, or name another ground."),
        requirement=rescuing.similar_at_least,
        actual=joined,
    )


def _in_time(proposal: Proposal, at: datetime) -> Verdict:
    """While its time runs, and afterwards for the rules' own days."""
    short = ran_out(proposal, at)
    if short is None:
        return YES
    days = proposal.rules.rescuing.within_days
    if at < short.at + timedelta(days=days):
        return YES
    return no(
        "rescue_over",
        ngettext(
            "It could be taken up until %(days)d day after its time was over.",
            "It could be taken up until %(days)d days after its time was over.",
            days,
        )
        % {"days": days},
        requirement=days,
        actual=(at - short.at).days,
    )
