"""Taking up what stayed below its threshold: while its time runs, and some days after (guide A2, B1: 2020)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.people.rules import is_moderator
from civic.processes.kinds import COUNTING, Rescue, StageKind
from civic.proposals.models import Proposal, Standing
from civic.proposals.rules import EXPIRED
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


def fell_short_in(proposal: Proposal) -> str:
    """The key of the stage whose time it ran out of; of what still gathers, the stage it is in."""
    if proposal.stage != StageKind.CLOSED:
        return proposal.item.stage
    timed = proposal.moves.filter(ends_at__isnull=False).order_by("-pk").values_list("stage_key", flat=True)
    return timed.first() or proposal.rules.first_stage.key


def _in_time(proposal: Proposal, at: datetime) -> Verdict:
    """Until the worker has closed it nobody need hurry; afterwards the rules' own days count."""
    if proposal.closed_at is None:
        return YES
    days = proposal.rules.rescuing.within_days
    if at < proposal.closed_at + timedelta(days=days):
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
        actual=(at - proposal.closed_at).days,
    )
