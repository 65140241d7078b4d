"""Processes and their published, immutable versions."""

import hashlib
import json
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from civic.processes.document import Rules, parse_rules


class Process(models.Model):
    """참여 절차: a track an institution runs. First of them: citizens' proposals."""

    key = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.TextField()
    current_version = models.ForeignKey(
        "ProcessVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.name


class ProcessVersion(models.Model):
    """규칙 판본. Once published it never changes: a trigger in the database refuses (migration 0002)."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["process", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="versions_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.process_id} v{self.number}"

    @cached_property
    def rules(self) -> Rules:
        return parse_rules(self.document)


def digest_of(document: dict[str, Any]) -> str:
    """SHA-256 of the document, for telling two versions apart at a glance."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


class ClosureDay(models.Model):
    """휴무일: a day on which this institution does not work, beside weekends and public holidays."""

    day: "models.DateField[date, date]" = models.DateField(unique=True)
    reason = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
