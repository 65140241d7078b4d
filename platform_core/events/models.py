"""이력: what happened. The audit trail and the outbox are one table."""

from django.conf import settings
from django.db import models


class Event(models.Model):
    """A fact in the past tense (`room.noun.past_participle`), written in the transaction that made it true."""

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    # The outbox: NULL until every listener has been told.
    announced_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="events_of_a_subject"),
            models.Index(
                fields=["id"], condition=models.Q(announced_at__isnull=True), name="events_not_yet_announced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Hearing(models.Model):
    """A listener has heard an event: once per event and listener, whatever crashes in between."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="hearings", db_index=False)
    listener = models.CharField(max_length=100)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], name="each_listener_hears_an_event_once")
        ]
