"""방문 기록: which operator of the platform was here, why, and every page they opened.

The house's own log. The database refuses to change or delete a row (migration 0002); a visit gets its end once.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Ending(models.TextChoices):
    LEFT = "left", _("The operator left")
    TIME = "time", _("Its time was over")
    SENT_OUT = "sent_out", _("An administrator ended it")


class Visit(models.Model):
    """`key` is the pass it began with: each opens the door once."""

    key = models.UUIDField(unique=True)
    # The operator's number in the platform's own books, and who acts here in their name.
    operator = models.BigIntegerField()
    operator_name = models.TextField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField()
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.operator_name} #{self.pk}"


class TraceKind(models.TextChoices):
    SEEN = "seen", _("Opened")
    DONE = "done", _("Sent")
    REFUSED = "refused", _("Refused")


class Trace(models.Model):
    """One page opened or one form sent, written down before it was answered."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="traces", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=TraceKind.choices)
    # With what was asked after the question mark: a search says what was looked for.
    address = models.TextField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["visit", "-id"], name="traces_of_a_visit")]
