"""Who may say how an answer was, and until when."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.answers.models import Answer, Cause
from civic.debates.models import Opinion as DebateOpinion
from civic.efficacy.models import SurveyReply
from civic.people.rules import is_staff
from civic.proposals.models import Comment, Proposal, Standing, Support
from civic.proposals.set_aside import has_said
from platform_core.access import YES, Verdict, no

# So long after an answer it is asked, and so long after saying it what was said can be changed.
ASKED_DAYS = 90
CHANGEABLE_DAYS = 30
LONGEST_WORDS = 300


def took_part(person: Any, proposal: Proposal) -> bool:
    """Proposed, supported, commented or said something in its debate. At most three questions."""
    return (
        proposal.author_id == person.pk
        or has_said(Support, proposal, person)
        or Comment.objects.filter(proposal=proposal, author=person, standing=Standing.OPEN).exists()
        or DebateOpinion.objects.filter(debate__item=proposal, author=person, standing=Standing.OPEN).exists()
    )


def may_reply(person: Any, answer: Answer, at: datetime, said: SurveyReply | None = None) -> Verdict:
    """`said`: what this person has said of it so far. `answer` has its request and proposal in hand."""
    proposal = answer.request.proposal
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return no("sign_in", _("Sign in to say how the answer was."))
    if proposal.standing != Standing.OPEN or answer.request.cause == Cause.IMPORT:
        return no("not_asked", _("Of this answer nobody is asked."))
    if said is not None:
        return _may_change(said, at)
    if at >= answer.published_at + timedelta(days=ASKED_DAYS):
        return no(
            "too_late",
            ngettext(
                "Whether an answer helped is asked for %(days)s day.",
                "Whether an answer helped is asked for %(days)s days.",
                ASKED_DAYS,
            )
            % {"days": ASKED_DAYS},
            _("You can still comment below the proposal."),
        )
    if not took_part(person, proposal):
        return no(
            "took_no_part",
            _("Those are asked who proposed it, supported it, commented or took part in its debate."),
            _("Everybody reads the result."),
        )
    return YES


def _may_change(said: SurveyReply, at: datetime) -> Verdict:
    if at >= said.given_at + timedelta(days=CHANGEABLE_DAYS):
        return no(
            "settled",
            ngettext(
                "What you said can be changed for %(days)s day.",
                "What you said can be changed for %(days)s days.",
                CHANGEABLE_DAYS,
            )
            % {"days": CHANGEABLE_DAYS},
        )
    return YES


def may_read_words(person: Any) -> Verdict:
    """Staff, without names."""
    return YES if is_staff(person) else no("not_allowed", _("Staff of the institution alone read this."))
