"""Who may answer, extend, transfer; and why not."""

from typing import Any

from django.utils.translation import gettext as _

from civic.answers.models import AnswerRequest, State
from civic.people.rules import answers_for, is_moderator
from civic.processes.document import Rules
from civic.proposals.models import Standing
from platform_core.access import YES, Verdict, no


def may_assign(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators assign departments."))
    return YES


def may_answer(person: Any, request: AnswerRequest) -> Verdict:
    """The department that owes the answer; an administrator may help out."""
    if (refusal := _not_open(request)) is not None:
        return refusal
    if request.department_id is None:
        return no("not_assigned", _("No department has been assigned yet."))
    if not answers_for(person, request.department_id):
        return no("not_allowed", _("Only the department that owes the answer may give it."))
    return YES


def may_transfer(person: Any, request: AnswerRequest) -> Verdict:
    """A moderator at any time, or the department itself when the matter is not its own."""
    if (refusal := _not_open(request)) is not None:
        return refusal
    if not (is_moderator(person) or (request.department_id and answers_for(person, request.department_id))):
        return no(
            "not_allowed", _("Only the department that owes the answer, or a moderator, may pass it on.")
        )
    return YES


def may_extend(person: Any, request: AnswerRequest, rules: Rules) -> Verdict:
    allowed = may_transfer(person, request)
    if not allowed.allowed:
        return allowed
    if request.extensions.count() >= rules.answer.extensions:
        return no(
            "no_extension_left",
            _("The rules allow %(count)s extensions, and all have been used.")
            % {"count": rules.answer.extensions},
            _("Give an answer now; it may say what is still being studied and by when."),
        )
    return YES


def may_rescue(person: Any, rules: Rules) -> Verdict:
    if not is_moderator(person):
        return no(
            "not_allowed", _("Only moderators and administrators may take up a proposal below the threshold.")
        )
    if rules.rescue == "none":
        return no(
            "no_rescue",
            _("The rules of this institution do not provide for taking up a proposal below the threshold."),
        )
    return YES


def _not_open(request: AnswerRequest) -> Verdict | None:
    if request.state != State.OPEN:
        return no("already_answered", _("This has been answered already."))
    if request.proposal.standing != Standing.OPEN:
        return no(
            "proposal_hidden",
            _("This proposal has been hidden."),
            _("Once it is shown again, it can be answered."),
        )
    return None
