"""Two questions after an answer: was the reason clear, and did it help.

Those two, because experience elsewhere shows that hollow answers (no reason, “we do this already”) are what makes
people stay away: the first question measures what an answer must contain, the second what it is for. That somebody
has read it needs no question: whoever is asked stands before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from civic.answers.models import Answer
from civic.efficacy.models import Opinion, SurveyReply
from civic.efficacy.queries import FEWEST
from civic.efficacy.rules import LONGEST_WORDS, may_reply
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.graphemes import shorten
from platform_core.text.normalise import clean_text
from tenants import signing

REPLIED = "efficacy.reply.given"
SALT = "efficacy.survey"
QUESTIONS = {
    "understood": _("Could you see why it was decided so?"),
    "helped": _("Did the answer help?"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """Of one question about one answer. `shares` are whole percent, rounded down; None below FEWEST replies."""

    question: str
    many: int
    counts: dict[str, int]

    @property
    def is_told(self) -> bool:
        return self.many >= FEWEST

    @property
    def shares(self) -> dict[str, int]:
        return {key: self.counts[key] * 100 // self.many for key in Opinion.values} if self.is_told else {}


@transaction.atomic
def give_reply(*, answer: Answer, person: User, question: str, opinion: Opinion, at: datetime) -> SurveyReply:
    """One press: said anew it takes the place of what was said before. Raises Refused."""
    said = _held(answer, person)
    require(may_reply(person, answer, at, said))
    if said is None:
        said, _new = SurveyReply.objects.get_or_create(
            answer=answer, person=person, defaults={"given_at": at, "changed_at": at}
        )
    setattr(said, question, opinion)
    said.changed_at = at
    said.save(update_fields=[question, "changed_at"])
    _tell(said, at)
    return said


@transaction.atomic
def give_words(*, answer: Answer, person: User, words: str, at: datetime) -> SurveyReply:
    """Up to 300 characters, for staff, who read them without a name; "" takes them back. Raises Refused."""
    said = _held(answer, person)
    require(may_reply(person, answer, at, said))
    if said is None:
        said, _new = SurveyReply.objects.get_or_create(
            answer=answer, person=person, defaults={"given_at": at, "changed_at": at}
        )
    said.words = shorten(clean_text(words), LONGEST_WORDS)
    said.changed_at = at
    said.save(update_fields=["words", "changed_at"])
    _tell(said, at)
    return said


def _held(answer: Answer, person: User) -> SurveyReply | None:
    return SurveyReply.objects.select_for_update().filter(answer=answer, person=person).first()


def _tell(said: SurveyReply, at: datetime) -> None:
    """Without who and what: an opinion of an answer is nobody's to look up."""
    record(REPLIED, said.answer, at=at)


def reply_of(person: User, answer: Answer) -> SurveyReply | None:
    return SurveyReply.objects.filter(answer=answer, person=person).first()


def results_of(answers: list[int]) -> dict[int, list[Result]]:
    """By answer: of each question what was said. One question to the database."""
    sums = {
        f"{question}_{opinion}": Count("pk", filter=Q(**{question: opinion}))
        for question in QUESTIONS
        for opinion in Opinion.values
    }
    rows = SurveyReply.objects.filter(answer__in=answers).values("answer_id").annotate(**sums).order_by()
    return {row["answer_id"]: [_result(row, question) for question in QUESTIONS] for row in rows}


def _result(row: Mapping[str, Any], question: str) -> Result:
    counts = {opinion: row[f"{question}_{opinion}"] for opinion in Opinion.values}
    return Result(question, sum(counts.values()), counts)


def replies_with_words() -> QuerySet[SurveyReply]:
    """Without who wrote them: the person is not even read."""
    rows = SurveyReply.objects.exclude(words="").select_related("answer__request__proposal")
    return rows.defer("person").order_by("-pk")


def survey_token(*, answer: int, person: int, question: str, opinion: str) -> str:
    """For a link in a letter: opens a page that asks once more, and nothing else."""
    return signing.dumps([answer, person, question, opinion], salt=SALT)


def read_survey_token(token: str) -> tuple[Answer, User, str, Opinion] | None:
    """None for a token of another institution, or of somebody or something that has gone."""
    try:
        answer, person, question, opinion = signing.loads(token, salt=SALT)
        if question not in QUESTIONS:
            return None
        found = Answer.objects.select_related("request__proposal").get(pk=answer)
        return found, User.objects.get(pk=person, withdrawn_at=None), question, Opinion(opinion)
    except (signing.BadSignature, Answer.DoesNotExist, User.DoesNotExist, ValueError, TypeError):
        return None
