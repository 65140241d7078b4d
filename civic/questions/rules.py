"""Who may do which step of an institution's question, and why not. Said before it is tried, judged when it is."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.people.models import Department
from civic.people.rules import answers_for, departments_of, is_moderator
from civic.processes.kinds import Track
from civic.processes.models import Process
from civic.questions.kinds import FILLED_IN, OVER, Purpose, State
from civic.questions.models import Question
from civic.questions.path import missing, undone
from platform_core.access import YES, Verdict, first_no, no


def may_begin(person: Any, department: Department | None = None) -> Verdict:
    """Respondents for their own department, moderators for any. Without one, whether for some."""
    if not (is_moderator(person) or departments_of(person)):
        return no("not_allowed", _("Departments and moderators begin questions."))
    if department is not None and not is_moderator(person) and department.pk not in departments_of(person):
        return no(
            "other_department",
            _("You work for another department."),
            _("Ask a moderator to begin it for that department."),
        )
    if department is not None and not department.is_active:
        return no("department_hidden", _("This department takes on nothing new any more."))
    return YES


def may_see(person: Any, question: Question) -> bool:
    """What is being prepared is its department's and the moderators'; other departments do not see it."""
    return is_moderator(person) or question.department_id in departments_of(person)


def may_work_on(person: Any, question: Question) -> Verdict:
    """Whoever prepares it, while it can still be changed."""
    return first_no(_takes_part(person, question), _is_not_over(question), _is_being_prepared(question))


def may_finish(person: Any, question: Question, step: str, at: datetime | None = None) -> Verdict:
    """Somebody who prepares it, once nothing is missing on the day of `at` (today without one)."""
    if (refused := _first(may_work_on(person, question))) is not None:
        return refused
    if step not in FILLED_IN:
        return no("not_by_hand", _("This step is done by what happens, not by a tick."))
    lacking = missing(question, step, today=timezone.localdate(at))
    if lacking:
        return no("incomplete", lacking[0], " ".join(lacking[1:]), actual=lacking)
    return YES


def may_ask_review(person: Any, question: Question, at: datetime | None = None) -> Verdict:
    """When everything the department will read is done, on the day of `at` (today without one)."""
    if (refused := _first(may_work_on(person, question))) is not None:
        return refused
    steps = undone(question)
    if steps:
        names = ", ".join(str(step.label) for step in steps)
        return no("steps_undone", _("These steps are not done yet: %(steps)s") % {"steps": names})
    # A day that was planned may have passed since, a process may have changed its rules.
    today = timezone.localdate(at)
    lacking = [line for step in FILLED_IN for line in missing(question, step, today=today)]
    return no("incomplete", lacking[0], " ".join(lacking[1:]), actual=lacking) if lacking else YES


def may_review(person: Any, question: Question) -> Verdict:
    """The department, and not the one who asked for it: two people have looked at what is published."""
    if question.state != State.REVIEWING:
        return no("no_review_asked", _("Nobody has asked for a review."))
    if not answers_for(person, question.department_id):
        return no("not_allowed", _("Only its department reviews a question."))
    if question.review_asked_by_id == person.pk:
        return no(
            "same_person",
            _("You asked for this review yourself."),
            _("A second person of the department reads it and agrees, or asks for changes."),
        )
    return YES


def may_return(person: Any, question: Question) -> Verdict:
    """Back to an earlier step, until it is published. What was refused is taken up again by moderators."""
    if (refused := _first(_takes_part(person, question))) is not None:
        return refused
    if question.state == State.REFUSED:
        return YES if is_moderator(person) else no("not_allowed", _("Moderators take it up again."))
    return _is_not_over(question)


def may_schedule(person: Any, question: Question, at: datetime) -> Verdict:
    """Moderators, once the department has agreed."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators publish questions."))
    if (refused := _first(_is_not_over(question))) is not None:
        return refused
    if question.state not in (State.AGREED, State.SCHEDULED):
        return no(
            "not_agreed",
            _("The department has not agreed yet."),
            _("Ask the department for its review first."),
        )
    return can_begin(question.process)


def can_begin(process: Process | None) -> Verdict:
    """Whether the process takes a question now."""
    if process is None or process.track != Track.QUESTION:
        return no("no_process", _("No process is chosen in which the institution asks."))
    if not process.is_open or process.current_version_id is None:
        return no(
            "process_closed",
            _("Nothing new begins in this process at the moment."),
            _("An administrator can open it again."),
        )
    return YES


def may_withdraw(person: Any, question: Question) -> Verdict:
    """Before it is published, with a reason; afterwards people have been asked and are owed what comes of it."""
    if question.state == State.PUBLISHED:
        return no(
            "published",
            _("It has been published: the people who were asked are owed the result."),
            _("A moderator can hide it, with a public reason."),
        )
    return first_no(_takes_part(person, question), _is_not_over(question))


def may_write_letter(person: Any, question: Question, *, is_over: bool) -> Verdict:
    """Moderators hand the result over, once the debate is over."""
    if not is_moderator(person):
        return no("not_allowed", _("Moderators hand the result over."))
    if question.state != State.PUBLISHED or not is_over:
        return no("not_over", _("There is no result yet: people are still being asked."))
    return YES


def may_publish_result(person: Any, question: Question, *, is_answered: bool) -> Verdict:
    """R6: with the answer in it, so not before there is one."""
    if not is_moderator(person):
        return no("not_allowed", _("Moderators publish the result."))
    if not is_answered:
        return no("not_answered", _("The result is published together with the answer, which is still owed."))
    if question.result_published_at is not None:
        return no("published_already", _("The result has been published already."))
    return YES


def advice(question: Question) -> Verdict:
    """What publicity is told: it is no question, and there is a better place for it (guide A5)."""
    if question.purpose != Purpose.PUBLICITY:
        return YES
    return no(
        "publicity",
        _("What is finished is not asked about: people would see that nothing can change any more."),
        _("Make it known as an announcement. Ask a question next time before it is decided."),
    )


def _takes_part(person: Any, question: Question) -> Verdict:
    if not may_see(person, question):
        return no("not_allowed", _("Its department and the moderators prepare a question."))
    return YES


def _is_not_over(question: Question) -> Verdict:
    if question.state in OVER:
        return no("over", _("This question is not being prepared any more: %(state)s") % {
            "state": question.get_state_display()
        })  # fmt: skip
    return YES


def _is_being_prepared(question: Question) -> Verdict:
    if question.state != State.PREPARING:
        return no(
            "in_review",
            _("What the department reads must not change under its eyes."),
            _("Return it to an earlier step first, with a reason."),
        )
    return YES


def _first(verdict: Verdict) -> Verdict | None:
    return None if verdict.allowed else verdict
