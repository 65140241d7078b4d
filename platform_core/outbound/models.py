"""What leaves the building: one row per letter, kept until it was handed over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutboundMail(models.Model):
    """A letter to one person. The row is the truth; the worker only carries it."""

    to = models.EmailField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    # What this letter is about, so that the same news is sent to the same address once.
    dedupe_key = models.CharField(max_length=150, null=True, unique=True)  # noqa: DJ001 - no key is not an empty key
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    # Carries a code or a link that opens something: its words are forgotten once it has left.
    is_secret = models.BooleanField(default=False)
    # Mere news: waits while the month's letters are used up (pausing.py).
    is_optional = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["created_at"], name="mail_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.state} #{self.pk}"


class Bounce(models.Model):
    """A letter that came back, and what the server said of it. It goes when the letter is forgotten.

    `to`: as it was written to, in small letters. `cleared_at`: somebody wants it tried again.
    """

    mail = models.OneToOneField(OutboundMail, on_delete=models.CASCADE, related_name="bounce")
    to = models.EmailField(max_length=254)
    # RFC 3463, such as 5.1.1.
    code = models.CharField(max_length=11, blank=True)
    is_final = models.BooleanField()
    diagnostic = models.TextField(blank=True)
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to"], condition=models.Q(cleared_at=None), name="addresses_aside"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class SentText(models.Model):
    """That a text message went. Of its number and its words nothing is kept."""

    at = models.DateTimeField(db_index=True)


class SenderState(models.TextChoices):
    ASKED = "asked", _("Waiting for its records")
    PROVEN = "proven", _("Letters come from this address")
    FAILING = "failing", _("A record is missing: letters come from the platform's address")


class OwnSender(models.Model):
    """The address an institution's letters come from; at most one. See own_sender.py."""

    address = models.EmailField(max_length=254)
    selector = models.CharField(max_length=40)
    # Sealed (platform_core/access/sealing.py).
    private_key = models.TextField()
    public_key = models.TextField()
    state = models.CharField(max_length=10, choices=SenderState.choices, default=SenderState.ASKED)
    spf_there = models.BooleanField(default=False)
    dkim_there = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()
