"""Who may answer, extend, pause, transfer; and why not."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.answers.models import AnswerRequest, State
from civic.answers.terms import terms_of
from civic.people.rules import answers_for, is_administrator, is_head, is_moderator
from civic.processes.document import AnswerRules
from civic.processes.kinds import Answerer, AnswerForm
from civic.proposals.models import Proposal, Standing
from platform_core.access import YES, Verdict, first_no, no


def may_assign(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators assign departments."))
    return YES


def may_answer(person: Any, request: AnswerRequest) -> Verdict:
    """The department that owes the answer, or the head who does; for a bureau or a committee an administrator.

    An administrator may help a department out, and publish for the head.
    """
    if (refusal := _not_open(request)) is not None:
        return refusal
    if not request.needs_department:
        return _may_answer_at_the_top(person, request)
    if request.department_id is None:
        return no("not_assigned", _("No department has been assigned yet."))
    if not answers_for(person, request.department_id):
        return no("not_allowed", _("Only the department that owes the answer may give it."))
    return YES


def _may_answer_at_the_top(person: Any, request: AnswerRequest) -> Verdict:
    if is_administrator(person) or (request.answerer == Answerer.HEAD and is_head(person)):
        return YES
    if request.answerer == Answerer.HEAD:
        return no(
            "not_allowed",
            _("This is owed by the head of the institution. Only the head or an administrator publishes it."),
        )
    return no(
        "not_allowed",
        _("This is owed by: %(who)s. Only an administrator publishes it.") % {"who": request.answerer_name},
    )


def may_answer_in(form: AnswerForm, terms: AnswerRules) -> Verdict:
    """Whether the rules provide for an answer in this form."""
    if form not in terms.forms:
        return no(
            "form_not_offered",
            _("The rules do not provide for an answer in this form."),
            _("Choose one of: %(forms)s.") % {"forms": ", ".join(str(one.label) for one in terms.forms)},
        )
    return YES


def may_give_interim(person: Any, request: AnswerRequest) -> Verdict:
    """중간답변: whoever may answer, at any time before the answer."""
    return may_answer(person, request)


def may_transfer(person: Any, request: AnswerRequest) -> Verdict:
    """A moderator at any time, or the department itself when the matter is not its own."""
    if (refusal := _not_open(request)) is not None:
        return refusal
    if not (is_moderator(person) or (request.department_id and answers_for(person, request.department_id))):
        return no(
            "not_allowed", _("Only the department that owes the answer, or a moderator, may pass it on.")
        )
    return YES


def may_extend(person: Any, request: AnswerRequest, at: datetime) -> Verdict:
    allowed = first_no(may_transfer(person, request), _may_count(request, at))
    if not allowed.allowed:
        return allowed
    most, used = terms_of(request).extensions, request.extensions.count()
    if used >= most:
        return no(
            "no_extension_left",
            _("The rules allow %(count)s extensions, and all have been used.") % {"count": most},
            _("Give an answer now; it may say what is still being studied and by when."),
            requirement=most,
            actual=used,
        )
    return YES


def may_pause(person: Any, request: AnswerRequest, at: datetime) -> Verdict:
    """보완 요청: as often as the rules allow, by who answers, while the answer is not late."""
    allowed = first_no(may_answer(person, request), _may_count(request, at))
    if not allowed.allowed:
        return allowed
    most = terms_of(request).pauses
    if not most:
        return no("no_pause", _("The rules of this institution do not let the days stand still."))
    used = request.pauses.count()
    if used >= most:
        return no(
            "no_pause_left",
            _("The rules let the days stand still %(count)s times, and all have been used.")
            % {"count": most},
            _("Give an answer now; it may say what is missing."),
            requirement=most,
            actual=used,
        )
    if request.is_overdue(at):
        return no(
            "already_late",
            _("The date has passed: what is late cannot be stopped."),
            _("Give an answer now; it may say what is missing."),
        )
    return YES


def may_resume(person: Any, request: AnswerRequest, at: datetime) -> Verdict:
    """Whoever answers, or a moderator."""
    if (refusal := _not_open(request)) is not None:
        return refusal
    if not is_moderator(person):
        allowed = may_answer(person, request)
        if not allowed.allowed:
            return allowed
    return YES if request.is_paused(at) else _runs_already()


def may_supply(person: Any, request: AnswerRequest, at: datetime) -> Verdict:
    """Its author, while something is asked of them."""
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("Please log in: the question was put to the author."))
    if request.proposal.author_id != person.pk:
        return no("not_yours", _("The question was put to the author of the proposal."))
    if (refusal := _not_open(request)) is not None:
        return refusal
    if not request.is_paused(at):
        return no(
            "nothing_asked",
            _("Nothing is being asked of you at the moment."),
            _("You can write a comment."),
        )
    return YES


def _may_count(request: AnswerRequest, at: datetime) -> Verdict:
    if request.is_paused(at):
        return no(
            "paused",
            _("The days stand still until the author answers."),
            _("Let them count again first."),
        )
    return YES


def _runs_already() -> Verdict:
    return no("not_paused", _("The days are counting already."))


def _not_open(request: AnswerRequest) -> Verdict | None:
    if request.state != State.OPEN:
        return no("already_answered", _("This has been answered already."))
    return _hidden(request.proposal)


def _hidden(proposal: Proposal) -> Verdict | None:
    if proposal.standing != Standing.OPEN:
        return no(
            "proposal_hidden",
            _("This proposal has been hidden."),
            _("Once it is shown again, it can be answered."),
        )
    return None
