"""The verbs of a question while it is being prepared: the only writers of this room, with files.py and letters.py.

Every verb judges its rule under the row's lock and raises Refused. Each tells what happened as an event.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.people.models import Department
from civic.people.rules import is_moderator
from civic.questions.kinds import FILLED_IN, Found, Neutrality, Purpose, State, Step
from civic.questions.models import Question, StepDone, Text
from civic.questions.path import missing, opening, parts_of
from civic.questions.rules import (
    may_ask_review,
    may_begin,
    may_finish,
    may_return,
    may_review,
    may_schedule,
    may_withdraw,
    may_work_on,
)
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

# What each step writes down.
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.CONSULTATION: ("topic", "viewpoint", "purpose", "cautions"),
    Step.KEY_QUESTION: ("title", "lead", "neutrality"),
    Step.FORM: ("process", "form", "category"),
    Step.SCHEDULE: ("content_by", "opens_on", "promotion", "offline", "afterwards"),
}


def held(question: Question) -> Question:
    """Its row, alone: whoever else changes it waits."""
    return Question.objects.select_for_update(of=("self",)).get(pk=question.pk)


@transaction.atomic
def begin_question(*, department: Department, topic: str, by: User, at: datetime) -> Question:
    """A subject, proposed by its department or found by the moderators. Nobody outside the desk sees it."""
    require(may_begin(by, department))
    found = Found.MODERATORS if is_moderator(by) else Found.DEPARTMENT
    question = Question.objects.create(
        department=department,
        topic=topic,
        found=found,
        begun_at=at,
        begun_by=by,
        state_since=at,
        changed_at=at,
    )
    record("questions.question.begun", question, at=at, actor=by, department=department.pk, found=found.value)
    return question


@transaction.atomic
def save_step(
    *,
    question: Question,
    step: Step,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Keep what was typed, finished or not. False when nothing is different.

    `seen` is the print of what the person started from: what somebody else has changed meanwhile is not
    written over (`changed_meanwhile`). Finished steps that lack something now are open again.
    """
    here = held(question)
    require(may_work_on(by, here))
    if seen is not None and seen != print_of(here, step):
        raise Refused(
            no(
                "changed_meanwhile",
                _("Somebody else has changed this step since you opened it. Nothing was written over."),
                _("What you typed is still here. Open the step in another window, compare, and save again."),
            )
        )
    before = print_of(here, step)
    _write(here, step, values, at)
    if print_of(here, step) == before:
        return False
    record("questions.step.changed", here, at=at, actor=by, step=step.value)
    _reopen_what_lacks_something(here, at)
    return True


def _reopen_what_lacks_something(question: Question, at: datetime) -> None:
    """Another form may need material of both sides: what was done before is looked at again."""
    today = timezone.localdate(at)
    lacking = [step for step in FILLED_IN if missing(question, step, today=today)]
    question.steps.filter(step__in=lacking).delete()


def _write(question: Question, step: Step, values: Mapping[str, Any], at: datetime) -> None:
    if step == Step.MATERIALS:
        for part in parts_of(question):
            if part.value in values:
                Text.objects.update_or_create(
                    question=question, part=part, defaults={"body": values[part.value], "changed_at": at}
                )
    for name in FIELDS.get(step, ()):
        if name in values:
            setattr(question, name, values[name])
    question.changed_at = at
    question.save(update_fields=[*FIELDS.get(step, ()), "changed_at"])


def print_of(question: Question, step: Step) -> str:
    """The same as long as what the step says is the same."""
    if step == Step.MATERIALS:
        return repr(sorted(question.texts.exclude(body="").values_list("part", "body")))
    return repr([_plain(getattr(question, name)) for name in FIELDS.get(step, ())])


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)


@transaction.atomic
def finish_step(*, question: Question, step: Step, by: User, at: datetime) -> bool:
    """Say that a step is done: who and when. False when it was. Publicity ends here, with advice, on record."""
    here = held(question)
    require(may_finish(by, here, step, at))
    _row, is_new = StepDone.objects.get_or_create(question=here, step=step, defaults={"at": at, "by": by})
    if is_new:
        record("questions.step.done", here, at=at, actor=by, step=step.value)
    if step == Step.CONSULTATION and here.purpose == Purpose.PUBLICITY:
        _into(here, State.REFUSED, at)
        record("questions.question.refused", here, at=at, actor=by, code="publicity")
    return is_new


@transaction.atomic
def ask_review(*, question: Question, by: User, at: datetime) -> None:
    """The department reads everything; until it has, nothing of it changes."""
    here = held(question)
    require(may_ask_review(by, here, at))
    here.review_asked_at, here.review_asked_by = at, by
    here.reviewed_at, here.reviewed_by = None, None
    _into(here, State.REVIEWING, at, "review_asked_at", "review_asked_by", "reviewed_at", "reviewed_by")
    record("questions.review.asked", here, at=at, actor=by, department=here.department_id, title=here.name)


@transaction.atomic
def agree(*, question: Question, by: User, at: datetime) -> None:
    """The department says: it may be asked like this."""
    here = held(question)
    require(may_review(by, here))
    here.reviewed_at, here.reviewed_by = at, by
    _into(here, State.AGREED, at, "reviewed_at", "reviewed_by")
    StepDone.objects.update_or_create(question=here, step=Step.REVIEW, defaults={"at": at, "by": by})
    record("questions.review.agreed", here, at=at, actor=by, department=here.department_id, title=here.name)


@transaction.atomic
def ask_changes(*, question: Question, step: Step, reason: str, by: User, at: datetime) -> None:
    """The department wants it otherwise: back to a step, with what and why."""
    here = held(question)
    require(may_review(by, here))
    _reopen(here, step, at)
    record(
        "questions.review.changes_asked",
        here,
        at=at,
        actor=by,
        department=here.department_id,
        step=step.value,
        reason=reason,
        title=here.name,
    )


@transaction.atomic
def return_to(*, question: Question, step: Step, reason: str, by: User, at: datetime) -> None:
    """Back to an earlier step; the department's agreement and the date of publication no longer hold."""
    here = held(question)
    require(may_return(by, here))
    was = here.state
    _reopen(here, step, at)
    record(
        "questions.question.returned",
        here,
        at=at,
        actor=by,
        department=here.department_id,
        step=step.value,
        reason=reason,
        was=was,
        title=here.name,
    )


def _reopen(question: Question, step: Step, at: datetime) -> None:
    if step not in FILLED_IN:
        raise ValueError(f"{step} is not a step that people fill in.")
    question.steps.filter(step__in=[step, Step.REVIEW, Step.PUBLICATION]).delete()
    question.reviewed_at, question.reviewed_by = None, None
    question.review_asked_at, question.review_asked_by = None, None
    question.opens_at, question.scheduled_by, question.stopped_why = None, None, ""
    names = ("reviewed_at", "reviewed_by", "review_asked_at", "review_asked_by")
    _into(question, State.PREPARING, at, *names, "opens_at", "scheduled_by", "stopped_why")


@transaction.atomic
def schedule(*, question: Question, by: User, at: datetime) -> datetime:
    """To be published by the clock on its opening day; a day that has come means now. Returns the instant."""
    here = held(question)
    require(may_schedule(by, here, at))
    planned = opening(here.opens_on) if here.opens_on else at
    here.opens_at, here.scheduled_by, here.stopped_why = max(planned, at), by, ""
    _into(here, State.SCHEDULED, at, "opens_at", "scheduled_by", "stopped_why")
    record(
        "questions.question.scheduled",
        here,
        at=at,
        actor=by,
        department=here.department_id,
        opens_at=here.opens_at.isoformat(),
        title=here.name,
    )
    return here.opens_at


@transaction.atomic
def withdraw_question(*, question: Question, reason: str, by: User, at: datetime) -> None:
    """Before it is published: it is not asked. What was prepared stays readable at the desk."""
    here = held(question)
    require(may_withdraw(by, here))
    here.opens_at = None
    _into(here, State.WITHDRAWN, at, "opens_at")
    record(
        "questions.question.withdrawn",
        here,
        at=at,
        actor=by,
        department=here.department_id,
        reason=reason,
        title=here.name,
    )


def _into(question: Question, state: State, at: datetime, *fields: str) -> None:
    question.state, question.state_since, question.changed_at = state, at, at
    question.save(update_fields=["state", "state_since", "changed_at", *fields])


def ticked(points: list[str]) -> list[str]:
    """Of the checklist's points those that exist, once each, in its order."""
    return [one.value for one in Neutrality if one.value in points]
