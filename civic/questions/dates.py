"""What is owed after a question's debate, and by when: R4 (hand over), R5 (answer), R6 (publish).

Every date is worked out from the rules the item began under, on the institution's clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from civic.answers.due import due_after
from civic.answers.models import Answer, AnswerRequest, State
from civic.processes.document.shapes import DebateRules
from civic.processes.kinds import Answerer, DayUnit, StageKind
from civic.proposals.models import Proposal, StageMove
from civic.questions.models import Letter, Question
from civic.questions.path import debating_stage


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed by `due_at`, the first instant that is too late; None: the rules promise no date."""

    due_at: datetime | None
    done_at: datetime | None

    def is_late(self, at: datetime) -> bool:
        """Done late, or not done and late already."""
        return self.due_at is not None and (self.done_at or at) >= self.due_at


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Where a published question stands after its debate. `ended_at` None: people are still being asked.

    R6 counts from the answer: what is published contains it.
    """

    ended_at: datetime | None
    hand_over: Duty = Duty(None, None)
    answer: Duty = Duty(None, None)
    publish: Duty = Duty(None, None)
    request: AnswerRequest | None = None

    def is_late(self, at: datetime) -> bool:
        """Whether something of it is owed now, and late."""
        duties = (self.hand_over, self.answer, self.publish)
        return any(duty.done_at is None and duty.is_late(at) for duty in duties)


NOT_YET = Afterwards(None)


def afterwards(question: Question) -> Afterwards:
    """At most four queries; the question's item is at hand or one more."""
    return afterwards_of([question]).get(question.pk, NOT_YET)


def afterwards_of(questions: Iterable[Question]) -> dict[int, Afterwards]:
    """Of those whose debate is over, by question: four queries however many they are."""
    items = {one.item_id: one.item for one in questions if one.item is not None}
    ends = _ends(list(items.values()))
    if not ends:
        return {}
    letters = {letter.pk: letter for letter in Letter.objects.filter(question__item__in=ends)}
    requests = _requests(list(ends))
    answers = {
        answer.request_id: answer.published_at
        for answer in Answer.objects.filter(request__in=[one.pk for one in requests.values()])
    }
    return {
        one.pk: _afterwards(one, ends[one.item_id], letters.get(one.pk), requests.get(one.item_id), answers)
        for one in questions
        if one.item_id in ends
    }


def _afterwards(
    question: Question,
    ended_at: datetime,
    letter: Letter | None,
    request: AnswerRequest | None,
    answers: dict[int, datetime],
) -> Afterwards:
    assert question.item is not None
    stage = debating_stage(question.item.rules)
    terms = (stage.debate if stage else None) or DebateRules()
    answered_at = answers.get(request.pk) if request else None
    return Afterwards(
        ended_at,
        hand_over=Duty(_due(ended_at, terms.hand_over_days), letter.handed_over_at if letter else None),
        answer=Duty(request.due_at if request else None, answered_at),
        publish=Duty(_due(answered_at, terms.publish_days), question.result_published_at),
        request=request,
    )


def _due(since: datetime | None, days: int) -> datetime | None:
    return due_after(since, days, DayUnit.CALENDAR) if since is not None and days else None


def _ends(items: list[Proposal]) -> dict[int, datetime]:
    """When each left the stage in which people discussed; who is still in it is not among them.

    Its time was over when it was over, however late the clock came by.
    """
    left = {item.pk for item in items if item.stage != StageKind.DEBATING}
    ends: dict[int, datetime] = {}
    before: dict[int, StageMove] = {}
    for move in StageMove.objects.filter(proposal__in=left).order_by("pk"):
        last = before.get(move.proposal_id)
        if last is not None and last.stage == StageKind.DEBATING and move.stage != StageKind.DEBATING:
            ends[move.proposal_id] = min(move.entered_at, last.ends_at or move.entered_at)
        before[move.proposal_id] = move
    return ends


def _requests(items: list[int]) -> dict[int, AnswerRequest]:
    """The answer each one's department owes or gave: the latest one that was not called off."""
    owed = AnswerRequest.objects.filter(proposal__in=items, answerer=Answerer.DEPARTMENT)
    found = owed.exclude(state=State.CANCELLED).select_related("department").order_by("pk")
    return {one.proposal_id: one for one in found}
