"""What was destroyed when, and who was told that their account ends."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is kept for a time only. The times: schedules.py."""

    ACCOUNTS = "accounts", _("Accounts nobody has logged in to")
    LETTERS = "letters", _("Copies of letters to people")
    TRACES = "traces", _("Traces that show mass voting")
    FILES = "files", _("Uploaded files that were never saved")
    LOOKS = "looks", _("The log of who looked at whom")
    REQUESTS = "requests", _("Requests of people about their data")


class Destruction(models.Model):
    """파기 기록: how many of a kind went on a day (개인정보 보호법 제21조). Added to, never taken away."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    day = models.DateField()
    count = models.PositiveIntegerField()
    # Everything older than this went.
    before = models.DateTimeField()

    class Meta:
        ordering = ["-day", "kind"]
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="one_line_for_each_kind_and_day")]


class DormantWarning(models.Model):
    """Told at `warned_at` that the account ends; logging in takes it back."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    warned_at = models.DateTimeField(db_index=True)
