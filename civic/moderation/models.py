"""신고와 조치: what was reported or noticed, who decided what about it and why, and who objected."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from civic.moderation.kinds import (
    CLAIMED_FOR,
    Act,
    AppealState,
    Cause,
    Ground,
    Kind,
    Listed,
    Reading,
)
from civic.processes.kinds import Deed
from civic.proposals.models import Proposal
from civic.restraints.models import Restraint


def _person(**more: Any) -> Any:
    """Whoever did it; the row stays when they leave."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        **{"related_name": "+", "db_index": False, **more},
    )


class Case(models.Model):
    """Something somebody wrote that has to be looked at: once, however often it is reported meanwhile."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The number of the row of that kind. No foreign key: what was decided stays readable.
    thing = models.BigIntegerField()
    # What it belongs to, or is.
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = _person()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    signals = ArrayField(models.TextField(), default=list)
    # Hidden from everybody until somebody has read it.
    is_held = models.BooleanField(default=False)
    report_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    claimed_by = _person()
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(closed_at=None), name="cases_in_the_queue"),
            models.Index(fields=["kind", "thing", "-id"], name="cases_of_a_thing"),
            models.Index(fields=["proposal"], name="cases_of_a_proposal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing"], condition=Q(closed_at=None), name="one_open_case_for_each_thing"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_taken_at(self, moment: datetime) -> bool:
        """Whether somebody is at it."""
        return self.claimed_at is not None and moment < self.claimed_at + CLAIMED_FOR


class Report(models.Model):
    """신고: one person's, once for each case. Of a stranger a keyed hash of the network address, never it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports", db_index=False)
    ground = models.CharField(max_length=12, choices=Ground.choices)
    words = models.TextField(blank=True)
    reporter = _person(db_index=True)
    source = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="one_report_per_person_and_case"),
            models.UniqueConstraint(
                fields=["case", "source"],
                condition=Q(reporter=None) & ~Q(source=""),
                name="one_report_per_stranger_and_case",
            ),
        ]


class Decision(models.Model):
    """조치. Insert-only, but for the moment it was taken back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    act = models.CharField(max_length=10, choices=Act.choices)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    # What the author reads.
    words = models.TextField(blank=True)
    # Whom it concerns: the author of that time.
    author = _person(db_index=True)
    restraint = models.OneToOneField(Restraint, null=True, on_delete=models.SET_NULL, related_name="decision")
    by = _person()
    at = models.DateTimeField(db_index=True)
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Appeal(models.Model):
    """이의 제기: judged by somebody else than who decided."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField()
    at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.TextField(blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN) | ~Q(answer=""), name="an_appeal_is_answered_in_words"
            )
        ]


class Policy(models.Model):
    """When staff read what is written with this deed. Without a row: afterwards."""

    deed = models.CharField(max_length=20, choices=Deed.choices, unique=True)
    reading = models.CharField(max_length=10, choices=Reading.choices, default=Reading.AFTER)
    # An account younger than so many hours is noticed; 0: never.
    new_account_hours = models.PositiveIntegerField(default=0)
    # The same text by the same person within a day is noticed.
    notices_repeats = models.BooleanField(default=True)
    # So many people have reported it: it waits hidden until somebody has read it; 0: never.
    hides_after_reports = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = _person()


class Watched(models.Model):
    """A word or a link that this institution looks out for."""

    kind = models.CharField(max_length=4, choices=Listed.choices)
    text = models.TextField()
    # As it is compared: small letters, no spaces; of a link its host.
    pattern = models.TextField()
    # What has it waits hidden until somebody has read it; otherwise it is only noticed.
    holds = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = _person()

    class Meta:
        ordering = ["kind", "pattern"]
        constraints = [models.UniqueConstraint(fields=["kind", "pattern"], name="each_word_is_watched_once")]
