"""개인정보 보호책임자: who answers for it, and what people asked them for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from platform_core.access.sealed_fields import SealedTextField


class Officer(models.Model):
    """Who answers for privacy here (개인정보 보호법 제31조), as everybody reads it; at most one."""

    name = models.TextField()
    title = models.TextField(blank=True)
    department = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    # Whose account may do an officer's work at the desk; administrators may too.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    is_here = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(is_here=True), name="one_privacy_officer")]


class Wish(models.TextChoices):
    """개인정보 보호법 제35–37조."""

    SEE = "see", _("See what is kept of me")
    CORRECT = "correct", _("Correct it")
    ERASE = "erase", _("Erase it")
    STOP = "stop", _("Do nothing with it any more")


class Came(models.TextChoices):
    ONLINE = "online", _("On “My data”")
    COUNTER = "counter", _("At the counter")
    PHONE = "phone", _("By telephone")
    LETTER = "letter", _("By letter or e-mail")


class State(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")


class DataRequest(models.Model):
    """정보주체의 요구. Owed within ten days of its coming, counted from the next day (시행령 제41, 43, 44조)."""

    # Somebody without an account is named instead; both go when the request is destroyed.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.TextField(blank=True)
    contact = SealedTextField(blank=True)
    wish = models.CharField(max_length=10, choices=Wish.choices)
    words = models.TextField(blank=True)
    came = models.CharField(max_length=10, choices=Came.choices)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="requests_owed")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "wish"],
                condition=Q(state="open", user__isnull=False),
                name="each_wish_is_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="a_refusal_has_a_reason"
            ),
        ]
