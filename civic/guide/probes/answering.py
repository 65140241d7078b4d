"""Whether what is owed was assigned, answered, carried out and told in time."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from civic.answers.models import Answer, AnswerRequest, State, Verdict
from civic.execution.models import Execution, ProgressKind, ProgressNote
from civic.execution.quarters import quarter_of
from civic.guide.probes.finding import About, Found, Missing, of_all, yes_or_no
from civic.processes.kinds import Answerer
from civic.proposals.models import Proposal


def assigned_in_time(about: About, at: datetime) -> Found:
    """Of the answers a department owes since the year began: those that a department has."""
    owed = _owed(about).filter(answerer=Answerer.DEPARTMENT)
    return of_all(owed, owed.filter(department=None, state=State.OPEN), "request", "proposal__title")


def answered_in_time(about: About, at: datetime) -> Found:
    """Of the answers that were due by now."""
    due = _owed(about).filter(Q(due_at__lte=at) | Q(state=State.ANSWERED))
    answer = Answer.objects.filter(request=OuterRef("pk"))
    in_time = Exists(answer.filter(published_at__lt=OuterRef("due_at")))
    return of_all(due, due.exclude(in_time), "request", "proposal__title")


def head_answered(about: About, at: datetime) -> Found:
    due = _owed(about).filter(answerer=Answerer.HEAD)
    return of_all(due, due.exclude(state=State.ANSWERED), "request", "proposal__title")


def plan_written(about: About, at: datetime) -> Found:
    running = _executions(about)
    return _of_executions(running, running.filter(planned_at=None))


def updated_this_quarter(about: About, at: datetime) -> Found:
    running = Execution.objects.filter(finished_at=None)
    return _of_executions(running, running.filter(told_at__lt=quarter_of(at).starts_at))


def outcome_told(about: About, at: datetime) -> Found:
    finished = _executions(about).exclude(finished_at=None)
    told = ProgressNote.objects.filter(execution=OuterRef("pk"), kind=ProgressKind.OUTCOME)
    return _of_executions(finished, finished.exclude(Exists(told)))


def changes_told(about: About, at: datetime) -> Found:
    """Whether anything that changed was told this quarter: an answer that adopted something, or a note."""
    since = quarter_of(at).starts_at
    adopted = Answer.objects.filter(
        published_at__gte=since, published_at__lte=at, verdict__in=[Verdict.ADOPTED, Verdict.PARTLY]
    )
    return yes_or_no(adopted.exists() or ProgressNote.objects.filter(at__gte=since, at__lte=at).exists())


def _owed(about: About) -> "QuerySet[AnswerRequest]":
    """Since the year began; of one item, where it is about one."""
    owed = AnswerRequest.objects.exclude(state=State.CANCELLED)
    if about.kind == "item":
        return owed.filter(proposal_id=about.number)
    return owed.filter(opened_at__gte=about.since, opened_at__lt=about.until)


def _executions(about: About) -> "QuerySet[Execution]":
    if about.kind == "item":
        return Execution.objects.filter(items__proposal_id=about.number)
    return Execution.objects.filter(opened_at__gte=about.since, opened_at__lt=about.until)


def _of_executions(everything: "QuerySet[Execution]", lacking: "QuerySet[Any]") -> Found:
    found = of_all(everything, lacking, "execution", "pk")
    first = Proposal.objects.filter(carried__execution__in=[one.pk for one in found.missing])
    titles = dict(first.order_by("-pk").values_list("carried__execution_id", "title"))
    missing = (Missing("execution", one.pk, titles.get(one.pk, "")) for one in found.missing)
    return Found(found.done, found.of, tuple(missing))


PROBES = {
    "assigned_in_time": assigned_in_time,
    "answered_in_time": answered_in_time,
    "head_answered": head_answered,
    "plan_written": plan_written,
    "updated_this_quarter": updated_this_quarter,
    "outcome_told": outcome_told,
    "changes_told": changes_told,
}
