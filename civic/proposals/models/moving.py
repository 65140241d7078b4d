"""The way of a proposal: the stages it came into, the thresholds it passed, the results that were told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.processes.kinds import StageKind
from civic.processes.models import ProcessVersion
from civic.proposals.models.proposal import Proposal


class ThresholdCrossing(models.Model):
    """A gate was passed: once per proposal and gate, for ever, even if support is withdrawn."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="crossings", db_index=False)
    # The key of the gate in the rules of that time.
    threshold = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    effects = ArrayField(models.TextField(), default=list, db_default=[])
    crossed_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["effects"], name="crossings_by_effect")]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "threshold"], name="each_threshold_is_crossed_once")
        ]


class MoveCause(models.TextChoices):
    """What moved a proposal."""

    SUBMITTED = "submitted", _("It was published")
    GATE = "gate", _("It passed a threshold")
    WINDOW = "window", _("Its time was over")
    OUTCOME = "outcome", _("It was decided")
    RESCUE = "rescue", _("It was taken up below its threshold")
    HAND = "hand", _("It was moved by hand")
    WITHDRAWN = "withdrawn", _("Its author withdrew it")
    MERGED = "merged", _("It was joined with a similar one")
    RULES = "rules", _("It was brought along to new rules")
    CORRECTION = "correction", _("The rules it is counted by were corrected")


class StageMove(models.Model):
    """It came into a stage: why, when, by whom (the clock, when by nobody), under which version.

    Insert-only, but for `ends_at`: it moves with the end of what is made longer.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="moves", db_index=False)
    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    stage_key = models.CharField(max_length=40)
    stage = models.CharField(max_length=20, choices=StageKind.choices)
    entered_at = models.DateTimeField()
    # The first instant that is too late in this stage; None: it has no time of its own.
    ends_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=12, choices=MoveCause.choices)
    # Which gate, which outcome, which way of expiring.
    cause_key = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["proposal", "id"], name="moves_of_a_proposal"),
            # Who is judged together: whose time in a stage ends in one period.
            models.Index(
                fields=["version", "stage_key", "ends_at"],
                condition=models.Q(ends_at__isnull=False),
                name="moves_ending_together",
            ),
        ]


class StageResult(models.Model):
    """What came out of a debate or a vote, as staff recorded it. Insert-only: the latest one counts."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="results", db_index=False)
    stage_key = models.CharField(max_length=40)
    # {counter: whole number}
    counts = models.JSONField(default=dict)
    # False: whatever its number, it has no place among the others, because the money did not reach it.
    is_placed = models.BooleanField(default=True, db_default=True)
    # The number of what they were counted on together: these are placed among themselves. None: by their month.
    together = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["proposal", "stage_key", "-id"], name="results_of_a_proposal")]
