"""Who owes an answer and by when: the panel beside a proposal, for everyone who waits with its author."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from civic.answers.clock import Phase, clock_of, words_of
from civic.answers.models import AnswerRequest, State
from civic.answers.rules import may_supply
from civic.answers.terms import lies_with
from civic.portal.words import due_day
from platform_core.access import Verdict


@dataclass(frozen=True, slots=True)
class Owed:
    """One answer that is owed. `question` is what the author is asked for while days stand still."""

    number: int
    who: str
    prepared_by: str
    words: str
    day: str
    is_overdue: bool
    is_paused: bool
    question: str
    paused_until: datetime | None
    may_supply: Verdict
    escalated_at: datetime | None
    escalated_to: str
    owes_interim: bool
    was_extended: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Every answer owed to one proposal, the first one first."""

    answers: list[Owed]

    @property
    def is_overdue(self) -> bool:
        return any(one.is_overdue for one in self.answers)


def waiting_for(person: Any, requests: Iterable[AnswerRequest], at: datetime) -> Waiting | None:
    """None while nobody owes an answer. Of requests as answers.queries.requests_of reads them: no query."""
    owed = [_owed(person, one, at) for one in requests if one.state == State.OPEN]
    return Waiting(owed) if owed else None


def _owed(person: Any, one: AnswerRequest, at: datetime) -> Owed:
    clock = clock_of(one, at)
    is_paused = clock.phase == Phase.PAUSED
    pauses = list(one.pauses.all()) if is_paused else []
    prepared = one.department.name if one.department and not one.needs_department else ""
    return Owed(
        number=one.pk,
        who=one.answerer_name,
        prepared_by=prepared,
        words=words_of(clock),
        day=due_day(one.due_at),
        is_overdue=clock.phase == Phase.LATE,
        is_paused=is_paused,
        question=pauses[-1].reason if pauses else "",
        paused_until=one.paused_until if is_paused else None,
        may_supply=may_supply(person, one, at),
        escalated_at=one.escalated_since(at),
        escalated_to=lies_with(one),
        owes_interim=one.owes_interim(at),
        was_extended=bool(one.extensions.all()),
    )


def interims_of(requests: Iterable[AnswerRequest]) -> list[dict[str, Any]]:
    """Every interim answer with who gave it, in the order they came."""
    given = [(interim, one) for one in requests for interim in one.interims.all()]
    given.sort(key=lambda pair: pair[0].at)
    return [
        {"id": interim.pk, "who": one.answerer_name, "at": interim.at, "body_html": interim.body_html}
        for interim, one in given
    ]
