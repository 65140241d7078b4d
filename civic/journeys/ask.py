"""The institution asks: a question that was agreed is published when its day comes, and its debate opens with it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.debates import preparing
from civic.debates.models import Debate
from civic.debates.models import Part as BriefingPart
from civic.journeys.begin import begin_item
from civic.journeys.debate import prepare_debate
from civic.processes.kinds import DebateForm
from civic.proposals.actions import Writing
from civic.proposals.models import Proposal
from civic.questions.actions import held, schedule
from civic.questions.kinds import Part, State, Step
from civic.questions.models import Question, StepDone
from civic.questions.path import debating_stage, forms_allowed, parts_of
from platform_core.access import Refused, no
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import content_of, kept_together
from platform_core.files.names import split_extension
from platform_core.files.originals import Original
from platform_core.files.taking import TakenIn

BATCH = 20


def schedule_question(*, question: Question, by: User, at: datetime) -> Proposal | None:
    """On its opening day the clock publishes it; the item, when that day has come already. Raises Refused."""
    opens_at = schedule(question=question, by=by, at=at)
    return publish_question(question=question, at=at) if opens_at <= at else None


def publish_due_questions(*, at: datetime, limit: int = BATCH) -> int:
    """Each whose instant has come, once, however many workers come by; returns how many were published."""
    due = Question.objects.filter(state=State.SCHEDULED, opens_at__lte=at).order_by("opens_at", "pk")
    return sum(publish_question(question=one, at=at) is not None for one in due[:limit])


@kept_together()
@transaction.atomic
def publish_question(*, question: Question, at: datetime) -> Proposal | None:
    """The item, when it was published now. None when it is not its time, somebody was first, or it cannot be.

    What cannot be published any more, because the process was closed or its rules changed, goes back to
    «agreed» with the reason, and the moderators are told.
    """
    here = held(question)
    if here.state != State.SCHEDULED or here.opens_at is None or here.opens_at > at:
        return None
    try:
        with kept_together(), transaction.atomic():
            item = _begin(here, at)
    except Refused as refusal:
        _stop(here, f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip(), at)
        return None
    here.state, here.state_since, here.changed_at, here.item = State.PUBLISHED, at, at, item
    here.save(update_fields=["state", "state_since", "changed_at", "item"])
    StepDone.objects.update_or_create(
        question=here, step=Step.PUBLICATION, defaults={"at": at, "by": here.scheduled_by}
    )
    record(
        "questions.question.published",
        here,
        at=at,
        actor=here.scheduled_by,
        department=here.department_id,
        proposal=item.pk,
        title=here.name,
    )
    return item


def _begin(question: Question, at: datetime) -> Proposal:
    """As whoever scheduled it. Raises Refused."""
    by, process = question.scheduled_by, question.process
    if by is None or not by.is_active:
        raise Refused(no("nobody", _("Whoever scheduled it does not work here any more.")))
    if process is None or process.current_version_id is None or question.form not in forms_allowed(process):
        raise Refused(no("rules_changed", _("The rules of the process do not allow this form any more.")))
    item = begin_item(
        process=process, writing=writing_of(question), department=question.department, by=by, at=at
    )
    stage = debating_stage(item.rules)
    debate = prepare_debate(
        item=item,
        stage_key=stage.key if stage else "",
        form=DebateForm(question.form),
        question=question.title,
        lead=question.lead,
        by=by,
        at=at,
    )
    _brief(debate, question, by, at)
    return item


def writing_of(question: Question) -> Writing:
    """What stands on the item's own page: what is to be decided, and why it is asked now."""
    background = question.texts.filter(part=Part.BACKGROUND).values_list("body", flat=True).first()
    words = [one for one in (question.lead, background) if one]
    return Writing(question.title, "\n\n".join(words) or question.topic, question.category)


def _brief(debate: Debate, question: Question, by: User, at: datetime) -> None:
    """Everything that was prepared goes into the debate's briefing: texts, originals, cards with their pictures."""
    # What was written for another form before is not read in this one.
    wanted = [part.value for part in parts_of(question)]
    found = question.texts.filter(part__in=wanted).exclude(body="")
    texts = {BriefingPart(one.part): one.body for one in found}
    preparing.write_briefing(debate=debate, parts=texts, by=by, at=at)
    for source in question.sources.all():
        original = Original(
            source.name, _content(source.stored_as), source.content_type, split_extension(source.name)[1]
        )
        preparing.add_material(
            debate=debate,
            original=original,
            part=BriefingPart(source.part),
            source=source.made_by,
            by=by,
            at=at,
        )
    for card in question.cards.exclude(stored_as=""):
        extension = split_extension(card.stored_as)[1]
        picture = TakenIn(
            card.text[:40], _content(card.stored_as), card.content_type, extension, card.width, card.height
        )
        preparing.add_card(debate=debate, image=picture, alt=card.alt, caption=card.text, by=by, at=at)


def _content(stored_as: str) -> bytes:
    try:
        return content_of(stored_as)
    except FileNotFoundError:
        raise Refused(no("file_gone", _("One of its files cannot be found any more."))) from None


def _stop(question: Question, why: str, at: datetime) -> None:
    question.state, question.state_since, question.opens_at = State.AGREED, at, None
    question.stopped_why = why
    question.save(update_fields=["state", "state_since", "opens_at", "stopped_why"])
    record("questions.question.stopped", question, at=at, reason=why, title=question.name)
