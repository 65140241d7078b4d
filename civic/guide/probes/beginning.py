"""Whether the year is planned, the rules stand, and somebody is there for each task."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from civic.guide.models import Goal, GoalKind, Programme
from civic.guide.probes.finding import About, Found, of_all, yes_or_no
from civic.people.models import Department, Role, StaffRole
from civic.processes.kinds import Track
from civic.processes.models import Process, Simulation

NINE = "name purpose people times calendar content method procedure team".split()


def goals_set(about: About, at: datetime) -> Found:
    """One of each kind."""
    kinds = Goal.objects.filter(plan__year=about.number).order_by().values_list("kind", flat=True).distinct()
    return Found(len(set(kinds) & set(GoalKind.values)), len(GoalKind.values))


def plan_nine_items(about: About, at: datetime) -> Found:
    lines = list(Programme.objects.filter(plan__year=about.number).values_list(*NINE)[:200])
    return Found(sum(all(words.strip() for words in line) for line in lines), len(lines))


def rules_published(about: About, at: datetime) -> Found:
    opened = Process.objects.filter(is_open=True)
    return of_all(opened, opened.filter(current_version=None), "process", "name")


def rules_tried(about: About, at: datetime) -> Found:
    """Whether rules were tried on past proposals, before the year or in it."""
    tried = Simulation.objects.filter(state=Simulation.State.DONE, asked_at__lt=about.until)
    return yes_or_no(tried.exists())


def roles_given(about: About, at: datetime) -> Found:
    """Administrator, moderator, and somebody who answers for each department."""
    tasks = set(StaffRole.objects.order_by().values_list("role", flat=True).distinct())
    departments = Department.objects.filter(is_active=True)
    nobody = departments.exclude(Exists(StaffRole.objects.filter(department=OuterRef("pk"))))
    found = of_all(departments, nobody, "department", "name")
    here = len(tasks & {Role.ADMINISTRATOR.value, Role.MODERATOR.value})
    return Found(found.done + here, found.of + 2, found.missing)


def next_step_ready(about: About, at: datetime) -> Found:
    """Whether more than proposals can begin here: the institution asks, or money is decided on."""
    further = Process.objects.filter(is_open=True, track__in=[Track.QUESTION, Track.BUDGET, Track.SURVEY])
    return yes_or_no(further.exclude(current_version=None).exists())


PROBES = {
    "goals_set": goals_set,
    "plan_nine_items": plan_nine_items,
    "rules_published": rules_published,
    "rules_tried": rules_tried,
    "roles_given": roles_given,
    "next_step_ready": next_step_ready,
}
