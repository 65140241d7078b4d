"""알림: what a person is told, once per event."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.proposals.models import Proposal
from platform_core.events.models import Event


class NewsKind(models.TextChoices):
    """What one can be told about; each can be switched off for mail."""

    THRESHOLD = "threshold", _("A proposal of mine, or one I support, reached a threshold")
    ASSIGNED = "assigned", _("A department took it on, or its date changed")
    ANSWERED = "answered", _("It was answered")
    PROGRESS = "progress", _("Something happened while it is carried out")
    CLOSED = "closed", _("It was closed")
    COMMENTED = "commented", _("Somebody commented on my proposal or replied to me")
    MODERATED = "moderated", _("Something I wrote was hidden or shown again")
    OWED = "owed", _("My department owes an answer")
    DEBATED = "debated", _("A discussion of it opened, or was concluded")
    VOTED = "voted", _("A vote on it opened, or was counted")
    GATHERING = "gathering", _("News of a gathering I signed up for")
    RESULT = "result", _("The result of a debate I took part in")
    ASKING = "asking", _("A question to citizens is being prepared, and it is my turn")
    AGENDA = "agenda", _("The agenda committee decided about a proposal of mine, or one I support")


class Notification(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=NewsKind.choices)
    proposal = models.ForeignKey(
        Proposal, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="notifications_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="one_notification_per_event_and_person")
        ]


class Preference(models.Model):
    """Only what differs from the default: mail is on for every kind until switched off."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=NewsKind.choices)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind_of_news")
        ]
