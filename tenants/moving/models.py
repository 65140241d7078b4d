"""What was written to leave, and what was set aside. Public schema."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Institution


class Export(models.Model):
    """An institution whole, in one file: ordered, made by a worker, fetched, and thrown away after some days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", pgettext_lazy("an export", "Being written")
        DONE = "done", pgettext_lazy("an export", "Ready")
        FAILED = "failed", _("Failed")
        GONE = "gone", pgettext_lazy("an export", "Thrown away")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="exports")
    # An operator, or somebody of the institution: they live in different schemas.
    by_operator = models.BooleanField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.TextField(blank=True)
    reason = models.TextField()
    # Sealed until the archive is written, empty then. Without one nothing secret travels.
    passphrase = models.TextField(blank=True)
    ordered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Raised by each worker that takes it on: one that fell silent says nothing more.
    turn = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    trouble = models.TextField(blank=True)
    made_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    has_secrets = models.BooleanField(default=False)
    kept_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=models.Q(state__in=["waiting", "running", "done"]),
                name="exports_to_look_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} #{self.pk}"

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0


class KeptSchema(models.Model):
    """What an institution was before it was restored to an earlier day: kept for some days, under another name."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="kept_schemas")
    name = models.CharField(max_length=63, unique=True)
    because = models.TextField()
    kept_at = models.DateTimeField()
    kept_until = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
