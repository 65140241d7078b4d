"""What is carried out, by whom, and for which items."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from civic.people.models import Department
from civic.proposals.models import Proposal


class Execution(models.Model):
    """One thing that is carried out, for one item or for several.

    `plan_due_at`: the first instant that is too late for its plan. `told_at`: when the public last heard of it,
    by its plan or by a note; until then when it began. `finished_at`: nothing is owed any more.
    """

    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="executions")
    # Of the office, not of a person: a telephone number or an address for questions.
    contact = models.TextField(blank=True)
    aims_source = models.TextField(blank=True)
    aims_html = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    plan_due_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # The first day of the quarter for which the department was reminded last.
    reminded_for = models.DateField(null=True)
    plan_overdue_announced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["-told_at", "-id"], name="executions_last_told"),
            models.Index(
                fields=["told_at", "id"], condition=Q(finished_at=None), name="executions_silent_longest"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_at=None) | ~Q(aims_html=""), name="a_plan_says_what_it_aims_at"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_period_ends_after_it_begins",
            ),
        ]

    def owes_plan(self, at: datetime) -> bool:
        """Whether its plan is late."""
        return self.planned_at is None and self.finished_at is None and at >= self.plan_due_at


class ExecutionItem(models.Model):
    """An item that is carried out by it. Each item has one execution; several may share one."""

    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="items")
    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="carried")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]


class Partner(models.Model):
    """A department that takes part beside the one in charge, and what it does."""

    execution = models.ForeignKey(
        Execution, on_delete=models.CASCADE, related_name="partners", db_index=False
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["execution", "department"], name="a_department_takes_part_once")
        ]
