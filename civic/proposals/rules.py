"""Who may do what to a proposal, and why not. Doors ask to draw; verbs demand, inside the transaction."""

from datetime import datetime
from typing import Any

from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.people.rules import is_moderator
from civic.processes.kinds import Deed
from civic.proposals.models import Comment, Ending, Proposal, Standing
from platform_core.access import YES, Verdict, no

SIGN_IN = reverse_lazy("account_login")


def may_propose(person: Any) -> Verdict:
    """Anyone who is signed in may propose anything (guide, goal 1)."""
    if not person.is_authenticated:
        return _sign_in(_("Sign in to write a proposal. What you have typed is kept."))
    return YES


def may_support(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """What is closed is closed for strangers too: nobody logs in only to be told so."""
    if (refusal := _support_is_closed(proposal, at)) is not None:
        return refusal
    if not person.is_authenticated:
        return _sign_in(_("Sign in to support this proposal."))
    return YES


def may_withdraw_support(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """As long as the window is open: afterwards a count is part of the record."""
    return may_support(person, proposal, at)


def may_comment(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    if (gone := _is_gone(proposal)) is not None:
        return gone
    if not proposal.permits(Deed.COMMENT, at):
        return no(
            "stage_closed",
            _("Comments are closed: this proposal is in the stage “%(stage)s”.")
            % {"stage": stage_label(proposal, at)},
        )
    if not person.is_authenticated:
        return _sign_in(_("Sign in to comment."))
    return YES


def may_reply(person: Any, comment: Comment, at: datetime) -> Verdict:
    """Below what everybody can read."""
    return may_support_comment(person, comment, at)


def may_support_comment(person: Any, comment: Comment, at: datetime) -> Verdict:
    if comment.standing != Standing.OPEN:
        return no("comment_gone", _("This comment is no longer shown."))
    return may_comment(person, comment.proposal, at)


def may_edit(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Its author, until a department prepares an answer: what is answered must not move."""
    if not person.is_authenticated or proposal.author_id != person.pk:
        return no("not_yours", _("Only its author may change a proposal."))
    if (gone := _is_gone(proposal)) is not None:
        return gone
    if not proposal.permits(Deed.EDIT, at):
        return no(
            "stage_closed",
            _("A proposal can no longer be changed in the stage “%(stage)s”.")
            % {"stage": stage_label(proposal, at)},
            _("Add a comment instead."),
        )
    return YES


def may_withdraw(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Its author, while support is gathered: afterwards the supporters are owed an answer."""
    if not person.is_authenticated or proposal.author_id != person.pk:
        return no("not_yours", _("Only its author may withdraw a proposal."))
    if (gone := _is_gone(proposal)) is not None:
        return gone
    if not proposal.permits(Deed.WITHDRAW, at):
        return no(
            "stage_closed",
            _("It can no longer be withdrawn: the people who supported it are owed an answer."),
        )
    return YES


def may_edit_comment(person: Any, comment: Comment, at: datetime) -> Verdict:
    if not person.is_authenticated or comment.author_id != person.pk:
        return no("not_yours", _("Only its author may change a comment."))
    if comment.standing != Standing.OPEN:
        return no("comment_gone", _("This comment is no longer shown."))
    return may_comment(person, comment.proposal, at)


def may_delete_comment(person: Any, comment: Comment) -> Verdict:
    if not person.is_authenticated or comment.author_id != person.pk:
        return no("not_yours", _("Only its author may delete a comment."))
    if comment.standing != Standing.OPEN:
        return no("comment_gone", _("This comment is no longer shown."))
    return YES


def may_hide(person: Any) -> Verdict:
    if not is_moderator(person):
        return no(
            "not_allowed", _("Only moderators and administrators may hide or show what citizens wrote.")
        )
    return YES


def stage_label(proposal: Proposal, at: datetime) -> str:
    """The institution's own name for where the proposal stands, in the reader's language."""
    return proposal.rules.stage(proposal.stage_at(at)).label(get_language() or "ko")


def _support_is_closed(proposal: Proposal, at: datetime) -> Verdict | None:
    if (gone := _is_gone(proposal)) is not None:
        return gone
    if not proposal.is_window_open(at):
        return no(
            "window_closed",
            _("Support closed on %(date)s.") % {"date": _day(proposal.closes_at)},
            _("You can still read the whole story and follow what becomes of it."),
        )
    if not proposal.permits(Deed.SUPPORT, at):
        return no(
            "stage_closed",
            _("Support is closed in the stage “%(stage)s”.") % {"stage": stage_label(proposal, at)},
        )
    return None


def _is_gone(proposal: Proposal) -> Verdict | None:
    if proposal.standing == Standing.HIDDEN:
        return no("proposal_hidden", _("This proposal has been hidden."))
    if proposal.standing == Standing.WITHDRAWN or proposal.closed_as == Ending.WITHDRAWN:
        return no("proposal_withdrawn", _("This proposal was withdrawn by its author."))
    return None


def _sign_in(sentence: str) -> Verdict:
    return no("sign_in", sentence, _("Signing in takes a minute."), str(SIGN_IN))


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
