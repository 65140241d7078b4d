"""공문: the letter that hands the result to the department, and the dates that stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.questions.actions import held
from civic.questions.dates import afterwards
from civic.questions.models import Letter, Question
from civic.questions.rules import may_publish_result, may_write_letter
from platform_core.access import Refused, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

EXPORTS = ("print", "pdf")


@dataclass(frozen=True, slots=True)
class Words:
    """What a moderator writes into the letter, cleaned by the form."""

    number: str
    sent_from: str
    sent_to: str
    basis: str
    subject: str
    body: str = ""
    report: str = ""


@transaction.atomic
def write_letter(*, question: Question, words: Words, by: User, at: datetime) -> Letter:
    """Written and written again until it is handed over. Raises Refused."""
    here = held(question)
    require(may_write_letter(by, here, is_over=afterwards(here).ended_at is not None))
    before = Letter.objects.filter(question=here).first()
    if before is not None and before.handed_over_at is not None:
        raise Refused(_handed_over())
    texts = {name: getattr(words, name) for name in words.__slots__}
    letter, _is_new = Letter.objects.update_or_create(
        question=here, defaults={**texts, "written_at": at, "written_by": by}
    )
    record("questions.letter.written", here, at=at, actor=by, number=words.number)
    return letter


@transaction.atomic
def hand_over(
    *, question: Question, numbers: Mapping[str, int], received_by: str, by: User, at: datetime
) -> bool:
    """R4: the department has it from now on; its numbers and date stay as they are. False when it had it.

    Raises Refused.
    """
    here = held(question)
    after = afterwards(here)
    require(may_write_letter(by, here, is_over=after.ended_at is not None))
    letter = Letter.objects.filter(question=here).first()
    if letter is None or not letter.number:
        raise Refused(
            no("no_number", _("The letter has no document number yet."), _("Write the letter first."))
        )
    if letter.handed_over_at is not None:
        return False
    letter.numbers, letter.received_by = dict(numbers), received_by
    letter.answer_due_at = after.answer.due_at
    letter.handed_over_at, letter.handed_over_by = at, by
    letter.save()
    record(
        "questions.result.handed_over",
        here,
        at=at,
        actor=by,
        department=here.department_id,
        proposal=here.item_id,
        number=letter.number,
        due_at=letter.answer_due_at.isoformat() if letter.answer_due_at else None,
        late=after.hand_over.is_late(at),
        title=here.name,
    )
    return True


@transaction.atomic
def record_export(*, question: Question, form: str, by: User, at: datetime) -> None:
    """Somebody has taken the letter out of the house. Raises Refused, ValueError for another form."""
    if form not in EXPORTS:
        raise ValueError(f"No such export: {form!r}")
    here = held(question)
    require(may_write_letter(by, here, is_over=afterwards(here).ended_at is not None))
    record("questions.letter.exported", here, at=at, actor=by, form=form, number=here.letter.number)


@transaction.atomic
def publish_result(*, question: Question, by: User, at: datetime) -> None:
    """R6: what came of it is public, with the answer. Raises Refused."""
    here = held(question)
    after = afterwards(here)
    require(may_publish_result(by, here, is_answered=after.answer.done_at is not None))
    here.result_published_at, here.result_published_by = at, by
    here.save(update_fields=["result_published_at", "result_published_by"])
    record(
        "questions.result.published",
        here,
        at=at,
        actor=by,
        proposal=here.item_id,
        late=after.publish.is_late(at),
    )


def _handed_over() -> Verdict:
    return no(
        "handed_over",
        _("The letter has been handed over: it stays as it is."),
        _("Write to the department again outside this platform, if something is wrong in it."),
    )
