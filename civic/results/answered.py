"""What has been answered and what follows, of the item a debate belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from civic.answers.models import AnswerRequest, State
from civic.answers.queries import requests_of
from civic.processes.kinds import Answerer
from civic.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class Answers:
    """Requests in the order of their opening; those with an answer have `.answer` at hand."""

    department: list[AnswerRequest] = field(default_factory=list)
    head: list[AnswerRequest] = field(default_factory=list)

    @property
    def all(self) -> list[AnswerRequest]:
        return [*self.department, *self.head]


def answers_to(item: Proposal) -> Answers:
    """A bureau's and a committee's answers stand beside the department's."""
    requests = [one for one in requests_of(item) if one.state != State.CANCELLED]
    return Answers(
        department=[one for one in requests if one.answerer != Answerer.HEAD],
        head=[one for one in requests if one.answerer == Answerer.HEAD],
    )


def given(requests: Iterable[AnswerRequest]) -> list[AnswerRequest]:
    return [one for one in requests if hasattr(one, "answer")]


def owed(requests: Iterable[AnswerRequest]) -> list[AnswerRequest]:
    return [one for one in requests if one.state == State.OPEN]
