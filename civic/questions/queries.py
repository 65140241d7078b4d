"""Reads of questions: the desk's, of those being prepared, and everybody's, of what was asked."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from civic.people.rules import departments_of, is_moderator
from civic.processes.kinds import StageKind, Track, Visibility
from civic.proposals.models import Origin, Proposal, Standing
from civic.questions.kinds import OVER, State
from civic.questions.models import Question
from platform_core.events.models import Event

HISTORY_LENGTH = 200


def questions_visible_to(person: Any) -> QuerySet[Question]:
    """At the desk: moderators see all, respondents their department's. To everybody else there are none."""
    found = Question.objects.select_related("department", "process__current_version", "item", "category")
    if is_moderator(person):
        return found
    return found.filter(department__in=departments_of(person))


def being_prepared(found: QuerySet[Question]) -> QuerySet[Question]:
    return found.exclude(state__in=OVER)


def waiting_for(person: Any) -> QuerySet[Question]:
    """What the person could do next: review it for the department, or publish what is agreed."""
    asked = Q(state=State.REVIEWING, department__in=departments_of(person)) & ~Q(review_asked_by=person)
    if is_moderator(person):
        asked |= Q(state=State.AGREED) | (Q(state=State.SCHEDULED) & ~Q(stopped_why=""))
    return Question.objects.filter(asked)


def history_of(question: Question) -> list[Event]:
    """All that happened to it at the desk, newest first."""
    about = Event.objects.filter(subject_type="questions.question", subject_id=question.pk)
    return list(about.select_related("actor").order_by("-pk")[:HISTORY_LENGTH])


def asked_items() -> QuerySet[Proposal]:
    """○○시가 묻습니다: everything the institution has asked that everybody can see."""
    return Proposal.objects.filter(
        origin=Origin.INSTITUTION,
        standing=Standing.OPEN,
        visibility=Visibility.PUBLIC,
        process_version__process__track=Track.QUESTION,
    )


def still_asked(at: datetime) -> Q:
    """Of asked_items(): people can take part now."""
    return Q(stage=StageKind.DEBATING) & (Q(stage_ends_at=None) | Q(stage_ends_at__gt=at))


def question_of(item: Proposal) -> Question | None:
    """How an item was prepared; None for what a committee chose."""
    return Question.objects.select_related("department").filter(item=item).first()
