"""The path of a question as the desk shows it: each step with its state, who did it and when, and what is next."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.answers.due import last_day
from civic.debates.models import Debate
from civic.people.rules import is_moderator
from civic.questions.dates import NOT_YET, Afterwards, Duty, afterwards, afterwards_of
from civic.questions.kinds import FILLED_IN, OVER, State, Step
from civic.questions.models import Question, StepDone
from civic.questions.path import missing
from civic.questions.rules import (
    may_ask_review,
    may_publish_result,
    may_return,
    may_review,
    may_schedule,
    may_withdraw,
    may_work_on,
)
from platform_core.accounts.models import User

Facts = dict[str, Any]
TONES = {
    State.PREPARING: "calm",
    State.REVIEWING: "reviewing",
    State.AGREED: "good",
    State.SCHEDULED: "good",
    State.PUBLISHED: "debating",
    State.REFUSED: "closed",
    State.WITHDRAWN: "closed",
}


def rows(found: list[Question], at: datetime) -> list[Facts]:
    """Of a list: five queries however many they are."""
    after = afterwards_of(found)
    return [
        {
            "question": one,
            "state": state_words(one, at),
            "tone": TONES[State(one.state)],
            "is_late": after.get(one.pk, NOT_YET).is_late(at),
        }
        for one in found
    ]


def state_words(question: Question, at: datetime) -> str:
    """Published, it is where its item is."""
    if question.item is None:
        return str(State(question.state).label)
    return question.item.stands_at(at).label(get_language() or "ko")


def overview(question: Question, person: User, at: datetime) -> Facts:
    """Context of desk/questions/question.html."""
    done = {one.step: one for one in question.steps.select_related("by")}
    after = afterwards(question) if question.item_id else NOT_YET
    steps = [_filled_in(question, step, done) for step in FILLED_IN]
    steps += [_review(question, done), _publication(question, done), _result(question, after, at)]
    _mark_current(question, steps)
    return {
        "question": question,
        "state": state_words(question, at),
        "tone": TONES[State(question.state)],
        "steps": steps,
        "after": after,
        "debate": Debate.objects.filter(item=question.item_id).order_by("pk").first()
        if question.item_id
        else None,
        "now": at,
        "is_stopped": question.state in (State.REFUSED, State.WITHDRAWN),
        **_deeds(question, person, after, at),
    }


def _deeds(question: Question, person: User, after: Afterwards, at: datetime) -> Facts:
    is_answered = after.answer.done_at is not None
    return {
        "may_work": may_work_on(person, question),
        "may_ask_review": may_ask_review(person, question),
        "may_review": may_review(person, question),
        "may_schedule": may_schedule(person, question, at),
        "may_return": may_return(person, question),
        # What is being prepared is simply worked on.
        "offers_return": question.state in (State.REVIEWING, State.AGREED, State.SCHEDULED)
        and may_return(person, question).allowed,
        "may_withdraw": may_withdraw(person, question),
        "may_hand_over": is_moderator(person) and after.ended_at is not None,
        "may_publish_result": may_publish_result(person, question, is_answered=is_answered),
    }


def _step(step: Step, *, done: StepDone | None = None, **facts: Any) -> Facts:
    return {
        "key": step.value,
        "label": step.label,
        "is_done": done is not None,
        "at": done.at if done else None,
        "who": (done.by.name if done.by else _("somebody who has left")) if done else "",
        "is_current": False,
        "lines": [],
        **facts,
    }


def _filled_in(question: Question, step: Step, done: dict[str, StepDone]) -> Facts:
    is_done = step.value in done
    lines = [] if is_done or question.state in OVER else missing(question, step, today=timezone.localdate())
    url = reverse("desk:question_step", args=[question.pk, step.value])
    return _step(step, done=done.get(step), url=url, lines=lines)


def _review(question: Question, done: dict[str, StepDone]) -> Facts:
    facts = _step(Step.REVIEW, done=done.get(Step.REVIEW))
    if question.review_asked_at is not None and not facts["is_done"]:
        facts["asked_at"] = question.review_asked_at
        facts["asked_by"] = question.review_asked_by
    return facts


def _publication(question: Question, done: dict[str, StepDone]) -> Facts:
    lines = [question.stopped_why] if question.stopped_why else []
    return _step(Step.PUBLICATION, done=done.get(Step.PUBLICATION), lines=lines, opens_at=question.opens_at)


def _result(question: Question, after: Afterwards, at: datetime) -> Facts:
    """R4, R5 and R6 as three lines, each with its date."""
    duties = [
        _duty(_("Hand the result to the department"), after.hand_over, at),
        _duty(_("The department's answer"), after.answer, at),
        _duty(_("Publish the result with the answer"), after.publish, at),
    ]
    facts = _step(Step.RESULT, duties=duties if after.ended_at is not None else [])
    if question.result_published_at is not None:
        by = question.result_published_by
        facts |= {
            "is_done": True,
            "at": question.result_published_at,
            "who": by.name if by else _("somebody who has left"),
        }
    if question.item is not None and after.ended_at is None:
        facts["runs_until"] = question.item.stage_ends_at
    return facts


def _duty(label: str, duty: Duty, at: datetime) -> Facts:
    return {
        "label": label,
        "day": last_day(duty.due_at) if duty.due_at else None,
        "done_at": duty.done_at,
        "is_late": duty.is_late(at),
    }


def _mark_current(question: Question, steps: list[Facts]) -> None:
    """The first that is not done, while there is something to do."""
    if question.state in (State.REFUSED, State.WITHDRAWN):
        return
    for step in steps:
        if not step["is_done"]:
            step["is_current"] = True
            return
