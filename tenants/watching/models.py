"""What the platform remembers of its institutions: numbers and instants, never citizens' data."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models

from tenants.models import Institution


class OperatorVisit(models.Model):
    """An operator asked to enter an institution: the platform's own note of it. The institution keeps another,
    which this one cannot change (civic/visits)."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="operator_visits", db_index=False
    )
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "-id"], name="operator_visits_of_a_house"),
            models.Index(
                fields=["begun_at"],
                condition=models.Q(begun_at__isnull=False, ended_at=None),
                name="operator_visits_under_way",
            ),
        ]

    @property
    def until(self) -> object:
        return self.begun_at + timedelta(minutes=self.minutes) if self.begun_at else None
