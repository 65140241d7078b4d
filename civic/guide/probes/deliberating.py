"""Whether committees, questions and debates were prepared, run and ended as they should be."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from civic.agenda.models import AgeBand, Candidate, Evidence, EvidenceKind, Meeting, Member, Sex
from civic.agenda.models.candidates import State as CandidateState
from civic.debates.models import Briefing, Card, Debate, Material, Note, Part
from civic.guide.probes.finding import MOST, About, Found, Missing, of_all
from civic.processes.kinds import DebateForm
from civic.questions.dates import afterwards_of
from civic.questions.kinds import State as QuestionState
from civic.questions.models import Question, Text
from civic.results.due import due_at
from civic.results.models import ReportVersion

A_WEEK = timedelta(days=7)
# Nobody waits longer for a closing summary (calendar days after the end).
SUMMARY_WITHIN = timedelta(days=14)
# Debates that ended in a year, at most as many as are looked at one by one.
LOOKED_AT = 500


def both_sides(about: About, at: datetime) -> Found:
    """Of those for and against: material for each."""
    found = _debates(about).filter(form=DebateForm.PRO_CON)
    pro, con = (_has(Briefing, part) | _has(Material, part) for part in (Part.PRO, Part.CON))
    return of_all(found, found.exclude(pro & con), "debate", "question")


def originals_attached(about: About, at: datetime) -> Found:
    found = _debates(about)
    return of_all(
        found, found.exclude(Exists(Material.objects.filter(debate=OuterRef("pk")))), "debate", "question"
    )


def alternative_texts(about: About, at: datetime) -> Found:
    """Of those with cards or a film: each card says what it shows, each film has captions or its words."""
    cards = Exists(Card.objects.filter(debate=OuterRef("pk")))
    found = _debates(about).filter(cards | ~Q(video_url=""))
    wordless = Exists(Card.objects.filter(debate=OuterRef("pk"), alt=""))
    unspoken = ~Q(video_url="") & Q(video_captioned=False) & ~_has(Briefing, Part.SCRIPT)
    return of_all(found, found.filter(wordless | unspoken), "debate", "question")


def notes_weekly(about: About, at: datetime) -> Found:
    """Of those that run for more than a week: a note within the last seven days."""
    running = _debates(about).filter(opened_at__lte=at - A_WEEK, closes_at__gt=at)
    lately = Note.objects.filter(debate=OuterRef("pk"), removed_at=None, at__gt=at - A_WEEK)
    return of_all(running, running.exclude(Exists(lately)), "debate", "question")


def summary_written(about: About, at: datetime) -> Found:
    over = _debates(about).filter(closes_at__lte=at)
    late = (
        over.filter(concluded_at=None)
        if about.kind == "debate"
        else over.filter(concluded_at=None, closes_at__lte=at - SUMMARY_WITHIN)
    )
    return of_all(over, late, "debate", "question")


def report_published_in_time(about: About, at: datetime) -> Found:
    """Of those whose rules promise a date that has come, or that are published."""
    over = _debates(about).filter(closes_at__lte=at).select_related("item").order_by("pk")[:LOOKED_AT]
    debates = {one.pk: one for one in over}
    first = dict(
        ReportVersion.objects.filter(report__debate__in=debates, number=1).values_list(
            "report__debate_id", "published_at"
        )
    )
    done, missing = 0, []
    for pk, debate in debates.items():
        due, published = due_at(debate), first.get(pk)
        if due is None or (published is None and at < due):
            continue
        if published is not None and published < due:
            done += 1
        else:
            missing.append(Missing("debate", pk, debate.question))
    return Found(done, done + len(missing), tuple(missing[:MOST]))


def handed_over_in_time(about: About, at: datetime) -> Found:
    """Of the questions asked: the result went to the department by its date (R4)."""
    asked = Question.objects.filter(state=QuestionState.PUBLISHED).select_related("item")
    if about.kind == "debate":
        asked = asked.filter(item__debates=about.number)
    else:
        asked = asked.filter(item__submitted_at__gte=about.since, item__submitted_at__lt=about.until)
    done, missing = 0, []
    questions = {one.pk: one for one in asked.order_by("pk")[:LOOKED_AT]}
    for pk, after in afterwards_of(questions.values()).items():
        duty = after.hand_over
        if duty.due_at is None or (duty.done_at is None and not duty.is_late(at)):
            continue
        if duty.is_late(at):
            missing.append(Missing("question", pk, questions[pk].title))
        else:
            done += 1
    return Found(done, done + len(missing), tuple(missing[:MOST]))


def committee_balanced(about: About, at: datetime) -> Found:
    """Of the members who sit now: those of whom sex, age and place are known, so that balance can be seen."""
    today = timezone.localdate(at)
    sitting = Member.objects.filter(begins_on__lte=today, ends_on__gte=today, left_on=None)
    unstated = Q(sex=Sex.UNSTATED) | Q(age=AgeBand.UNSTATED) | Q(region="")
    found = of_all(sitting, sitting.filter(unstated), "committee", "committee__name")
    return Found(found.done, found.of)


def research_complete(about: About, at: datetime) -> Found:
    """Of the candidates before a committee: all six kinds of evidence."""
    found = (
        Candidate.objects.filter(pk=about.number)
        if about.kind == "candidate"
        else Candidate.objects.filter(state__in=[CandidateState.WAITING, CandidateState.SCHEDULED])
    )
    kinds = Evidence.objects.filter(candidate=OuterRef("pk")).order_by().values("candidate")
    counted = kinds.annotate(n=Count("kind", distinct=True)).filter(n__gte=len(EvidenceKind.values))
    return of_all(found, found.exclude(Exists(counted)), "candidate", "item__title")


def agenda_minutes_published(about: About, at: datetime) -> Found:
    held = Meeting.objects.filter(cancelled_at=None, closed_at__isnull=False)
    if about.kind == "meeting":
        held = held.filter(pk=about.number)
    else:
        held = held.filter(starts_at__gte=about.since, starts_at__lt=about.until)
    return of_all(held, held.filter(minutes_at=None), "meeting")


def department_reviewed(about: About, at: datetime) -> Found:
    asked = _questions(about).filter(state__in=[QuestionState.SCHEDULED, QuestionState.PUBLISHED])
    return of_all(asked, asked.filter(reviewed_at=None), "question", "topic")


def question_both_sides(about: About, at: datetime) -> Found:
    found = _questions(about).filter(form=DebateForm.PRO_CON)
    sides = [
        Exists(Text.objects.filter(question=OuterRef("pk"), part=part).exclude(body=""))
        for part in (Part.PRO.value, Part.CON.value)
    ]
    return of_all(found, found.exclude(sides[0] & sides[1]), "question", "topic")


def _debates(about: About) -> "QuerySet[Debate]":
    """One, or those opened in the year."""
    if about.kind == "debate":
        return Debate.objects.filter(pk=about.number)
    return Debate.objects.filter(opened_at__gte=about.since, opened_at__lt=about.until)


def _questions(about: About) -> "QuerySet[Question]":
    if about.kind == "question":
        return Question.objects.filter(pk=about.number)
    return Question.objects.filter(begun_at__gte=about.since, begun_at__lt=about.until)


def _has(model: type[Briefing] | type[Material], part: Part) -> Exists:
    return Exists(model.objects.filter(debate=OuterRef("pk"), part=part))


PROBES = {
    "both_sides": both_sides,
    "originals_attached": originals_attached,
    "alternative_texts": alternative_texts,
    "notes_weekly": notes_weekly,
    "summary_written": summary_written,
    "report_published_in_time": report_published_in_time,
    "handed_over_in_time": handed_over_in_time,
    "committee_balanced": committee_balanced,
    "research_complete": research_complete,
    "agenda_minutes_published": agenda_minutes_published,
    "department_reviewed": department_reviewed,
    "question_both_sides": question_both_sides,
}
