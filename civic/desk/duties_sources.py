"""Where the duties of a day come from: each asks one room, for one more than is shown."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.agenda.models import Meeting
from civic.agenda.queries import to_be_begun
from civic.answers.models import AnswerRequest
from civic.answers.owed import is_owed_by, open_requests, owes_interim
from civic.answers.terms import terms_of
from civic.debates.kinds import State as DebateState
from civic.debates.queries import in_state, listed_debates
from civic.desk.duties import ONE_MORE, Area, Duty, Source, Who
from civic.desk.duties_of_citizens import objections, questions_asked, reported, votes
from civic.desk.waiting import ORDERS, Waiting, count_waiting, rows_of, waiting
from civic.execution.duty import due_by
from civic.execution.models import Execution, ExecutionItem, Partner
from civic.execution.quarters import quarter_of
from civic.gatherings.kinds import State as SignUpState
from civic.gatherings.models import Gathering, SignUp
from civic.paper.models import PaperSheet
from civic.processes.kinds import Answerer, StageKind
from civic.questions.dates import afterwards_of
from civic.questions.kinds import State as QuestionState
from civic.questions.models import Question
from civic.questions.queries import waiting_for
from civic.results.due import due_at, waiting_for_report

DECISIONS_SHOWN = 3
# Published questions that are looked at one by one.
LOOKED_AT = 50
# So long before its last day a list of people asks to be destroyed.
LIST_ENDS_WITHIN = timedelta(days=3)


def answers(who: Who, at: datetime) -> Iterable[Duty]:
    """My departments'; to moderators also what nobody has and what is late; to administrators what is late too long."""
    wanted = Q(department__in=who.departments)
    if who.is_moderator:
        wanted |= Q(department=None, answerer=Answerer.DEPARTMENT) | Q(due_at__lte=at)
    if who.is_administrator:
        wanted |= Q(escalated_at__isnull=False) | Q(escalates_at__lte=at)
    found = open_requests().filter(wanted).exclude(answerer=Answerer.HEAD)
    return [_answer(one) for one in found[:ONE_MORE]]


def interims(who: Who, at: datetime) -> Iterable[Duty]:
    found = open_requests().filter(owes_interim(at), is_owed_by(who.departments, head=who.is_head))
    for one in found.order_by("interim_due_at", "pk")[:ONE_MORE]:
        address = reverse("desk:interim", args=[one.pk])
        yield Duty(Area.ANSWERS, _("Interim answer"), one.proposal.title, address, one.interim_due_at)


def heads(who: Who, at: datetime) -> Iterable[Duty]:
    """What is asked of the head: the head's own day, and seen to by administrators."""
    if not (who.is_head or who.is_administrator):
        return []
    found = open_requests().filter(answerer=Answerer.HEAD)
    return [_answer(one) for one in found[:ONE_MORE]]


def lying_with_the_head(who: Who, at: datetime) -> Iterable[Duty]:
    """What is so late that the rules bring it before the head: administrators have it among the answers."""
    if not who.is_head or who.is_administrator:
        return
    late = Q(escalated_to=Answerer.HEAD) | Q(escalated_at=None, escalates_at__lte=at)
    found = open_requests().filter(late).exclude(answerer=Answerer.HEAD)
    for one in found[:ONE_MORE]:
        if (one.escalated_to or terms_of(one).escalate_to) == Answerer.HEAD:
            address = reverse("desk:request", args=[one.pk])
            what = _("See that it is answered")
            yield Duty(Area.HEAD, what, one.proposal.title, address, one.due_at, one.answerer_name)


def _answer(request: AnswerRequest) -> Duty:
    what, area, whose = _("Answer"), Area.ANSWERS, str(request.answerer_name or "")
    if request.answerer == Answerer.HEAD:
        what, area, whose = _("Answer of the head"), Area.HEAD, ""
    elif request.department_id is None and request.answerer == Answerer.DEPARTMENT:
        what = _("Choose a department")
    address = reverse("desk:request", args=[request.pk])
    return Duty(area, what, request.proposal.title, address, request.due_at, whose)


def decisions(who: Who, at: datetime) -> Iterable[Duty]:
    """The first few of each list in which something waits."""
    if not who.is_moderator:
        return
    counts = count_waiting(at=at)
    for kind in Waiting:
        if counts[kind.value]:
            rows = waiting(kind, at=at).order_by(*ORDERS[kind])[:DECISIONS_SHOWN]
            for row in rows_of(list(rows)):
                address = reverse("desk:proposal", args=[row.proposal.pk])
                yield Duty(Area.PROPOSALS, kind.label, row.proposal.title, address, row.due_at)


def agenda(who: Who, at: datetime) -> Iterable[Duty]:
    """Minutes that are missing, and debates that were chosen and have not begun."""
    if not who.is_moderator:
        return
    held = Meeting.objects.filter(closed_at__isnull=False, minutes_at=None, cancelled_at=None)
    for one in held.order_by("starts_at", "pk")[:ONE_MORE]:
        address = reverse("desk:agenda_meeting_minutes", args=[one.pk])
        yield Duty(Area.AGENDA, _("Publish the minutes"), one.title, address)
    for item in to_be_begun().order_by("pk")[:ONE_MORE]:
        address = reverse("desk:agenda_item_beginning", args=[item.pk])
        yield Duty(Area.AGENDA, _("Begin the debate that was chosen"), item.candidate.item.title, address)


def questions(who: Who, at: datetime) -> Iterable[Duty]:
    """To be reviewed or published."""
    for one in waiting_for(who.person).order_by("state_since", "pk")[:ONE_MORE]:
        what = _("Review for your department")
        if one.state != QuestionState.REVIEWING:
            what = _("Publish the question")
        yield Duty(Area.QUESTIONS, what, one.name, reverse("desk:question", args=[one.pk]))


def handing_over(who: Who, at: datetime) -> Iterable[Duty]:
    """What people said goes to the department, and what came of it to the public (R4, R6)."""
    if not who.is_moderator:
        return
    over = Question.objects.filter(state=QuestionState.PUBLISHED, result_published_at=None)
    asked = over.exclude(item__stage=StageKind.DEBATING).select_related("item").order_by("pk")
    found = {one.pk: one for one in asked[:LOOKED_AT]}
    for pk, after in afterwards_of(found.values()).items():
        if after.hand_over.done_at is None:
            what, duty, name = _("Hand the result over"), after.hand_over, "question_letter"
        elif after.answer.done_at is not None:
            what, duty, name = _("Publish what came of it"), after.publish, "question_result"
        else:
            continue
        yield Duty(Area.QUESTIONS, what, found[pk].name, reverse(f"desk:{name}", args=[pk]), duty.due_at)


def summaries(who: Who, at: datetime) -> Iterable[Duty]:
    if not who.is_moderator:
        return
    for one in in_state(listed_debates(), DebateState.ENDED, at).order_by("closes_at", "pk")[:ONE_MORE]:
        address = reverse("desk:debate_conclusion", args=[one.pk])
        yield Duty(Area.DEBATES, _("Write the closing summary"), one.question, address, due_at(one))


def reports(who: Who, at: datetime) -> Iterable[Duty]:
    if not who.is_moderator:
        return
    for one in waiting_for_report(at)[:ONE_MORE]:
        report = getattr(one, "report", None)
        address = (
            reverse("desk:report", args=[report.pk])
            if report is not None
            else reverse("desk:report_beginning", args=[one.pk])
        )
        yield Duty(Area.DEBATES, _("Publish the result"), one.question, address, due_at(one))


def executions(who: Who, at: datetime) -> Iterable[Duty]:
    """A plan that is owed, and a word to the public in this quarter."""
    found = Execution.objects.filter(finished_at=None).filter(
        Q(planned_at=None) | Q(told_at__lt=quarter_of(at).starts_at)
    )
    if not who.is_moderator:
        beside = Partner.objects.filter(execution=OuterRef("pk"), department__in=who.departments)
        found = found.filter(Q(department__in=who.departments) | Exists(beside))
    rows = list(found.order_by("told_at", "pk")[:ONE_MORE])
    titles = dict(
        ExecutionItem.objects.filter(execution__in=[one.pk for one in rows])
        .order_by("-pk")
        .values_list("execution_id", "proposal__title")
    )
    for one in rows:
        owes_plan = one.planned_at is None
        what = _("Publish the plan") if owes_plan else _("Tell how it is going")
        due = one.plan_due_at if owes_plan else due_by(one, at)
        address = reverse("desk:execution", args=[one.pk])
        yield Duty(Area.EXECUTION, what, titles.get(one.pk, ""), address, due)


def gatherings(who: Who, at: datetime) -> Iterable[Duty]:
    """Minutes that are missing, lists whose last day comes, people who wait for a place."""
    today = timezone.localdate(at)
    ends = Q(takes_signups=True, destroyed_at=None, ends_at__lte=at, kept_until__lte=today + LIST_ENDS_WITHIN)
    missing = Q(minutes_at=None, ends_at__lte=at, published_at__isnull=False, cancelled_at=None)
    waits = SignUp.objects.filter(gathering=OuterRef("pk"), state=SignUpState.WAITING)
    found = Gathering.objects.alias(waits=Exists(waits)).annotate(has_waiting=Exists(waits))
    found = found.filter(ends | missing | Q(waits=True, begins_at__gt=at, cancelled_at=None))
    if not who.is_moderator:
        found = found.filter(department__in=who.departments)
    for one in found.order_by("ends_at", "pk")[:ONE_MORE]:
        yield _gathering(one, at)


def _gathering(one: Gathering, at: datetime) -> Duty:
    if one.begins_at > at:
        address = reverse("desk:gathering_people", args=[one.pk])
        return Duty(Area.GATHERINGS, _("People wait for a place"), one.title, address, one.begins_at)
    if one.minutes_at is None and one.published_at is not None and one.cancelled_at is None:
        address = reverse("desk:gathering_minutes", args=[one.pk])
        return Duty(Area.GATHERINGS, _("Publish the minutes"), one.title, address)
    address = reverse("desk:gathering_destruction", args=[one.pk])
    due = (
        timezone.make_aware(datetime.combine(one.kept_until + timedelta(days=1), datetime.min.time()))
        if one.kept_until
        else None
    )
    return Duty(Area.GATHERINGS, _("Destroy the list of people"), one.title, address, due)


def paper(who: Who, at: datetime) -> Iterable[Duty]:
    """Sheets that somebody else types a second time, and those to be carried out."""
    if not who.is_moderator:
        return
    typed = PaperSheet.objects.filter(first_at__isnull=False, carried_at=None, cancelled_at=None)
    mine = Q(second_at=None, first_by=who.person)
    for one in typed.exclude(mine).order_by("first_at", "pk")[:ONE_MORE]:
        what = _("Type the sheet a second time") if one.second_at is None else _("Carry the sheet out")
        title = f"#{one.pk} {one.place}".strip()
        yield Duty(Area.GATHERINGS, what, title, reverse("desk:sheet", args=[one.pk]))


def _bounded(source: Source) -> Source:
    """However many a room names, one more than is shown is enough to know that there is more."""
    return lambda who, at: list(islice(source(who, at), 2 * ONE_MORE))


SOURCES: tuple[tuple[Area, Source], ...] = tuple(
    (area, _bounded(source))
    for area, source in (
        (Area.ANSWERS, answers),
        (Area.ANSWERS, interims),
        (Area.HEAD, heads),
        (Area.HEAD, lying_with_the_head),
        (Area.PROPOSALS, decisions),
        (Area.AGENDA, agenda),
        (Area.QUESTIONS, questions),
        (Area.QUESTIONS, handing_over),
        (Area.DEBATES, summaries),
        (Area.DEBATES, reports),
        (Area.DEBATES, questions_asked),
        (Area.VOTES, votes),
        (Area.EXECUTION, executions),
        (Area.GATHERINGS, gatherings),
        (Area.GATHERINGS, paper),
        (Area.MODERATION, reported),
        (Area.MODERATION, objections),
    )
)
