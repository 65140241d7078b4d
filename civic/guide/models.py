"""운영 길잡이: what has been done of each checklist, the plan of the year, and what was noticed on the way."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.proposals.models import Proposal


def _somebody() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class OwnPoint(models.Model):
    """A line that an institution added to the checklist of a chapter."""

    chapter = models.CharField(max_length=40)
    text = models.TextField()
    per = models.CharField(max_length=12)
    added_at = models.DateTimeField()
    added_by = _somebody()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Tick(models.Model):
    """Somebody says that it is done. `about`: what it is done for: "year:2026", "debate:12".

    `point` is the key of a line in the guide, or "own:<id>". Taken back, it stays readable with its reason.
    """

    point = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField()
    done_by = _somebody()
    undone_at = models.DateTimeField(null=True)
    undone_by = _somebody()
    undone_because = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "about"], condition=Q(undone_at=None), name="each_point_is_ticked_once"
            )
        ]


class OwnCase(models.Model):
    """What an institution lived through and wants to remember."""

    chapter = models.CharField(max_length=40)
    title = models.TextField()
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = _somebody()
    # The row in the operator's library, once it was offered to other institutions.
    shared_as = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]


class Plan(models.Model):
    """The plan of one year."""

    year = models.PositiveSmallIntegerField(unique=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]


class Programme(models.Model):
    """One line of the plan, in the nine items of the operating guide (chapter 2)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="programmes")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    purpose = models.TextField(blank=True)
    people = models.TextField(blank=True)
    times = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    content = models.TextField(blank=True)
    method = models.TextField(blank=True)
    procedure = models.TextField(blank=True)
    team = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]


class GoalKind(models.TextChoices):
    """정량·정성·장기 (guide A1)."""

    NUMBER = "number", _("In numbers")
    QUALITY = "quality", _("In kind")
    LONG_TERM = "long_term", _("For the long term")


class GoalState(models.TextChoices):
    OPEN = "open", _("Being worked on")
    REACHED = "reached", _("Reached")
    MISSED = "missed", _("Missed")
    CHANGED = "changed", _("Given up or changed")


class Goal(models.Model):
    """`measure` names what counts it, where data can; `target` is the number wanted by the end of the year."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=12, choices=GoalKind.choices)
    text = models.TextField()
    measure = models.CharField(max_length=40, blank=True)
    target = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.OPEN)
    state_note = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "id"]


class PlanEdition(models.Model):
    """The plan as it was agreed at one moment. Insert-only."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="editions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = _somebody()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="each_edition_of_a_plan_once")]


class EntryKind(models.TextChoices):
    """주요 제안 / 특이사항 (guide A2)."""

    WORTHY = "worthy", _("Worthy proposal")
    UNUSUAL = "unusual", _("Something unusual")


class LogEntry(models.Model):
    """One line of the monitoring log, under its day in the institution's zone."""

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    text = models.TextField()
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    by = _somebody()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["-day", "-id"], name="log_by_day")]


class SignalKind(models.TextChoices):
    BURST = "burst", _("Much support in a short time")
    REPEATED = "repeated", _("The same again and again")
    WORTHY = "worthy", _("Close to its threshold, and its time is nearly over")
    NEW_ACCOUNTS = "new_accounts", _("Supported mostly by new accounts")


class Signal(models.Model):
    """Something a person should look at: it suggests a line of the log and does nothing by itself."""

    kind = models.CharField(max_length=14, choices=SignalKind.choices)
    # What it is about and when, so that the same is suggested once.
    mark = models.CharField(max_length=120, unique=True)
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = _somebody()
    entry = models.OneToOneField(LogEntry, null=True, on_delete=models.SET_NULL, related_name="signal")
    dismissed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["-found_at"], condition=Q(decided_at=None), name="signals_undecided")]
