"""The plan in its parts, and every change of it: what it said before, what it says now, when and why."""

from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.execution.models.carrying import Execution


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Milestone(models.Model):
    """One step of the plan, by a day. What was dropped stays, with its reason."""

    execution = models.ForeignKey(
        Execution, on_delete=models.CASCADE, related_name="milestones", db_index=False
    )
    title = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=MilestoneState.choices, default=MilestoneState.PLANNED)
    done_on = models.DateField(null=True)
    # Why it was dropped. Public.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["execution", "due_on", "id"], name="milestones_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="what_is_done_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="what_is_dropped_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date) -> bool:
        return self.state in (MilestoneState.PLANNED, MilestoneState.UNDER_WAY) and self.due_on < today


class BudgetLine(models.Model):
    """Money set aside for it: won, of one year, from one source."""

    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="budget", db_index=False)
    year = models.PositiveSmallIntegerField()
    source = models.TextField()
    amount = models.PositiveBigIntegerField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["year", "id"]
        indexes = [models.Index(fields=["execution", "year", "id"], name="budget_by_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"


class Measure(models.Model):
    """What changed, in a number or a few words: before → after."""

    execution = models.ForeignKey(
        Execution, on_delete=models.CASCADE, related_name="measures", db_index=False
    )
    name = models.TextField()
    unit = models.TextField(blank=True)
    before = models.TextField()
    # Empty until it has been measured.
    after = models.TextField(blank=True)
    measured_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["execution", "id"], name="measures_of_an_execution")]

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    """What of a plan a change is about."""

    PLAN = "plan", _("Plan")
    MILESTONE = "milestone", _("Milestone")
    BUDGET = "budget", _("Budget")
    MEASURE = "measure", _("Measure")
    FILE = "file", _("Photograph or file")
    ITEM = "item", _("Carried out together with")


class Change(models.Model):
    """One thing that was added, changed or removed. Public, insert-only.

    `fields`: {name: [before, after]} as data, days as ISO dates; `name` is what it was called then.
    """

    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="changes", db_index=False)
    part = models.CharField(max_length=10, choices=Part.choices)
    row = models.PositiveBigIntegerField(null=True)
    name = models.TextField(blank=True)
    fields = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["execution", "-id"], name="changes_of_an_execution")]
