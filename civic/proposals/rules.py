"""Who may do what to a proposal, and why not. Doors ask to draw; verbs demand, inside the transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.categories.models import Category
from civic.people.rules import is_moderator
from civic.processes.engine import is_open_for
from civic.processes.kinds import BEGUN_BY_CITIZENS, POSSIBLE_ONCE, Deed
from civic.processes.models import Process
from civic.processes.persons import is_free_to, is_person_entitled
from civic.processes.queries import rules_of
from civic.proposals.deciding import (
    EXPIRED,
    may_decide,
    may_move_by_hand,
    may_record_result,
    may_refuse,
)
from civic.proposals.limiting import within_limits
from civic.proposals.models import Comment, Ending, Proposal, Standing
from civic.proposals.replying import may_anybody_reply
from civic.proposals.running_out import ran_out
from platform_core.access import YES, Verdict, first_no, no

__all__ = ["EXPIRED", "may_decide", "may_move_by_hand", "may_record_result", "may_refuse"]

SIGN_IN = reverse_lazy("account_login")


def may_propose(person: Any, process: Process | None = None, at: datetime | None = None) -> Verdict:
    """Anyone who is signed in may propose anything (guide, goal 1), unless the process asks for more.

    Without `process`, whether the person may propose at all. Without `at`, limits and restrictions are not looked at.
    """
    if not person.is_authenticated:
        return _sign_in(_("Sign in to write a proposal. What you have typed is kept."))
    if process is None:
        return YES
    if not process.is_open or process.current_version_id is None:
        return no("process_closed", _("Nothing new begins here at the moment."))
    if process.track not in BEGUN_BY_CITIZENS:
        return no("not_offered", _("Here the institution asks; one can take part in what it has asked."))
    rules = rules_of(process.current_version_id)
    return first_no(
        is_person_entitled(person, rules.requirement(Deed.PROPOSE)),
        is_free_to(person, Deed.PROPOSE, at) if at else YES,
        within_limits(person, rules, process.current_version_id, Deed.PROPOSE, at) if at else YES,
    )


def may_repropose(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Its author, once so many days have passed since it ran out, where the rules offer that."""
    if not person.is_authenticated or proposal.author_id != person.pk:
        return no("not_yours", _("Only its author may propose it again."))
    short = ran_out(proposal, at)
    days = short.stage.otherwise.repropose_after_days if short else None
    if short is None or days is None or proposal.repeated_by.exists():
        return no("not_offered", _("This cannot be proposed again as it is; write a new proposal."))
    again = short.at + timedelta(days=days)
    if at < again:
        return no(
            "too_early",
            _("It may be proposed again %(days)s days after its time was over.") % {"days": days},
            _("It is possible from %(date)s.") % {"date": _day(again)},
            requirement=again.isoformat(),
            actual=at.isoformat(),
        )
    return is_free_to(person, Deed.PROPOSE, at)


def may_support(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """What is closed is closed for strangers too: nobody logs in only to be told so."""
    return _may(Deed.SUPPORT, person, proposal, at, _("Sign in to support this proposal."))


def may_withdraw_support(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """As long as the window is open: afterwards a count is part of the record. Whoever gave it may take it back."""
    if (closed := _is_closed_for(Deed.SUPPORT, proposal, at)) is not None:
        return closed
    return YES if person.is_authenticated else _sign_in(_("Sign in to support this proposal."))


def may_dislike(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """비공감, where the rules offer it."""
    return _may(Deed.DISLIKE, person, proposal, at, _("Sign in to say that you disagree."))


def may_withdraw_dislike(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    if (closed := _is_closed_for(Deed.DISLIKE, proposal, at)) is not None:
        return closed
    return YES if person.is_authenticated else _sign_in(_("Sign in to say that you disagree."))


def may_comment(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    return _may(Deed.COMMENT, person, proposal, at, _("Sign in to comment."))


def may_take_part_once(deed: Deed, proposal: Proposal, at: datetime) -> Verdict:
    """일회 참여: whether the rules let somebody do it without an account, with a code from a letter."""
    if (closed := _is_closed_for(deed, proposal, at)) is not None:
        return closed
    if deed not in POSSIBLE_ONCE or not proposal.rules.requirement(deed).takes_once:
        return _sign_in(_("This needs an account."))
    return YES


def _may_talk(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """As may_comment, for saying yes to what somebody else said: however often, and whoever may not write."""
    return _may(Deed.COMMENT, person, proposal, at, _("Sign in to comment."), is_limited=False)


def _may(
    deed: Deed, person: Any, proposal: Proposal, at: datetime, sign_in: str, *, is_limited: bool = True
) -> Verdict:
    """What the proposal takes, then what is asked of the person, then whether a moderator has
    restricted them, then how often: in the order people can change it."""
    if (closed := _is_closed_for(deed, proposal, at)) is not None:
        return closed
    if not person.is_authenticated:
        asked = proposal.rules.requirement(deed)
        return is_person_entitled(person, asked) if asked.takes_once else _sign_in(sign_in)
    entitled = is_person_entitled(person, proposal.rules.requirement(deed))
    if not entitled.allowed or not is_limited:
        return entitled
    if not (free := is_free_to(person, deed, at)).allowed:
        return free
    return within_limits(person, proposal.rules, proposal.process_version_id, deed, at)


def may_reply(person: Any, comment: Comment, at: datetime) -> Verdict:
    """Below what everybody can read, where people reply to each other at all."""
    return first_no(may_anybody_reply(), _is_shown(comment), may_comment(person, comment.proposal, at))


def may_support_comment(person: Any, comment: Comment, at: datetime) -> Verdict:
    return first_no(_is_shown(comment), _may_talk(person, comment.proposal, at))


def may_edit(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Its author, until a department prepares an answer: what is answered must not move."""
    if not person.is_authenticated or proposal.author_id != person.pk:
        return no("not_yours", _("Only its author may change a proposal."))
    if (closed := _is_closed_for(Deed.EDIT, proposal, at)) is not None:
        can_still_talk = _is_closed_for(Deed.COMMENT, proposal, at) is None
        return replace(closed, what_next=_("Add a comment instead.") if can_still_talk else "")
    entitled = is_person_entitled(person, proposal.rules.requirement(Deed.EDIT))
    return is_free_to(person, Deed.EDIT, at) if entitled.allowed else entitled


def may_withdraw(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """Its author, while support is gathered: afterwards the supporters are owed an answer."""
    if not person.is_authenticated or proposal.author_id != person.pk:
        return no("not_yours", _("Only its author may withdraw a proposal."))
    if (closed := _is_closed_for(Deed.WITHDRAW, proposal, at)) is not None:
        owed = _("It can no longer be withdrawn: the people who supported it are owed an answer.")
        return replace(closed, sentence=owed) if closed.code == "stage_closed" else closed
    return is_person_entitled(person, proposal.rules.requirement(Deed.WITHDRAW))


def may_edit_comment(person: Any, comment: Comment, at: datetime) -> Verdict:
    if not person.is_authenticated or comment.author_id != person.pk:
        return no("not_yours", _("Only its author may change a comment."))
    talk = _may_talk(person, comment.proposal, at)
    return first_no(_is_shown(comment), talk, is_free_to(person, Deed.COMMENT, at) if talk.allowed else talk)


def may_delete_comment(person: Any, comment: Comment) -> Verdict:
    if not person.is_authenticated or comment.author_id != person.pk:
        return no("not_yours", _("Only its author may delete a comment."))
    return _is_shown(comment)


def _is_shown(comment: Comment) -> Verdict:
    if comment.standing != Standing.OPEN:
        return no("comment_gone", _("This comment is no longer shown."))
    return YES


def may_hide(person: Any) -> Verdict:
    if not is_moderator(person):
        return no(
            "not_allowed", _("Only moderators and administrators may hide or show what citizens wrote.")
        )
    return YES


def may_choose(category: Category, proposal: Proposal) -> Verdict:
    """A hidden category keeps what it classified, and classifies nothing new."""
    if category.is_shown or category.pk == proposal.category_id:
        return YES
    return no("category_hidden", _("This category is hidden by now."), _("Choose another one."))


def stage_label(proposal: Proposal, at: datetime) -> str:
    """The institution's own name for where the proposal stands, in the reader's language."""
    return proposal.stands_at(at).label(get_language() or "ko")


def _is_closed_for(deed: Deed, proposal: Proposal, at: datetime) -> Verdict | None:
    """What the proposal itself refuses, to whomever; None when it is open for the deed."""
    if (gone := why_gone(proposal)) is not None:
        return gone
    verdict = is_open_for(proposal.rules, proposal.item, deed, at)
    return None if verdict.allowed else verdict


def why_gone(proposal: Proposal) -> Verdict | None:
    """What answers everybody about everything once it was hidden or taken back; None while it stands."""
    if proposal.standing == Standing.HIDDEN:
        return no("proposal_hidden", _("This proposal has been hidden."))
    if proposal.standing == Standing.WITHDRAWN or proposal.closed_as == Ending.WITHDRAWN:
        return no("proposal_withdrawn", _("This proposal was withdrawn by its author."))
    return None


def _sign_in(sentence: str) -> Verdict:
    return no("sign_in", sentence, _("Signing in takes a minute."), str(SIGN_IN))


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
