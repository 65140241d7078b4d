"""What the platform remembers of its institutions: numbers and instants, never citizens' data."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Figures(models.Model):
    """How an institution was doing at `as_of`. Written by figures.py, a few institutions at a time."""

    institution = models.OneToOneField(
        Institution, on_delete=models.CASCADE, primary_key=True, related_name="figures"
    )
    as_of = models.DateTimeField(db_index=True)
    # Why nothing could be counted the last time; the numbers are then older than `as_of`.
    trouble = models.TextField(blank=True)
    people = models.PositiveIntegerField(default=0)
    proposals = models.PositiveIntegerField(default=0)
    owed = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    # Of the 24 hours before.
    letters_sent = models.PositiveIntegerField(default=0)
    letters_failed = models.PositiveIntegerField(default=0)
    # What waits to be announced or carried, since when the oldest of it, and how much of it failed before.
    waiting = models.PositiveIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True)
    failing = models.PositiveIntegerField(default=0)
    # Reports of letters that came back in the 24 hours before, and addresses that are not written to any more.
    letters_bounced = models.PositiveIntegerField(default=0, db_default=0)
    addresses_aside = models.PositiveIntegerField(default=0, db_default=0)
    # Of the 24 hours before, and of the hour at hand with the one before: answers, and those with 500 or above.
    answers_day = models.PositiveIntegerField(default=0, db_default=0)
    faults_day = models.PositiveIntegerField(default=0, db_default=0)
    answers_now = models.PositiveIntegerField(default=0, db_default=0)
    faults_now = models.PositiveIntegerField(default=0, db_default=0)
    supports_hour = models.PositiveIntegerField(default=0)
    supports_week = models.PositiveIntegerField(default=0)
    last_activity = models.DateTimeField(null=True)
    bytes_database = models.BigIntegerField(default=0)
    bytes_files = models.BigIntegerField(default=0)
    migrations_missing = models.PositiveIntegerField(default=0)
    # Of the 365 days before, counted once a day.
    year_as_of = models.DateTimeField(null=True)
    proposals_year = models.PositiveIntegerField(default=0)
    participants_year = models.PositiveIntegerField(default=0)
    answered_year = models.PositiveIntegerField(default=0)
    in_time_year = models.PositiveIntegerField(default=0)
    answer_days = models.FloatField(null=True, help_text="Mean days from owed to answered.")

    @property
    def delay(self) -> timedelta:
        """How long the oldest work had waited when it was looked at."""
        since: datetime | None = self.waiting_since
        return max(self.as_of - since, timedelta()) if since else timedelta()

    @property
    def bytes_all(self) -> int:
        return self.bytes_database + self.bytes_files

    @property
    def failed_percent(self) -> float | None:
        """Letters given up, of all that left or were given up in 24 hours; None when there were none."""
        together = self.letters_sent + self.letters_failed
        return round(100 * self.letters_failed / together, 1) if together else None

    @property
    def faults_percent(self) -> float | None:
        """Of all answers of 24 hours, those that were faults of ours; None when there were no answers."""
        return round(100 * self.faults_day / self.answers_day, 2) if self.answers_day else None


class AnswerHour(models.Model):
    """Answers an institution gave in an hour, and how many of them were faults of ours; see answering.py."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField(db_index=True)
    answers = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "hour"], name="each_hour_once_per_institution")
        ]


class ConsoleHour(models.Model):
    """As AnswerHour, of the operators' own pages."""

    hour = models.DateTimeField(primary_key=True)
    answers = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()


class SavedView(models.Model):
    """A search of the list of institutions that an operator keeps under a name."""

    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.TextField()
    query = models.TextField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "name"], name="one_view_of_a_name_per_operator")
        ]


class Certificate(models.Model):
    """Until when the certificate shown at an institution's own host is good, as a browser would see it."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="certificates")
    domain = models.CharField(max_length=253, unique=True)
    checked_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)


class AlertKind(models.TextChoices):
    MIGRATIONS = "migrations", _("A schema was not brought to head")
    STEPS = "steps", _("An opening is stuck")
    OUTBOX = "outbox", _("Work is waiting too long")
    CERTIFICATE = "certificate", _("A certificate ends within 14 days")
    DOMAIN = "domain", _("An own address lost its proof")
    DISK = "disk", _("A disk is nearly full")
    SUPPORTS = "supports", _("Unusually many supports in an hour")
    ANSWERS = "answers", _("Many answers are overdue")
    FAULTS = "faults", _("Many pages fail")
    BOUNCES = "bounces", _("Many letters come back")


class Alert(models.Model):
    """Something that needs a person. It opens once, stays until it is over, and is then kept to be read."""

    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    institution = models.ForeignKey(
        Institution, null=True, on_delete=models.CASCADE, related_name="alerts", db_index=False
    )
    # Which of several: a domain, a disk. Empty when there is only one.
    about = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "institution", "about"],
                condition=models.Q(closed_at=None),
                nulls_distinct=False,
                name="an_alert_is_open_once",
            )
        ]
        indexes = [models.Index(fields=["institution", "-id"], name="alerts_of_a_house")]


class Means(models.TextChoices):
    MAIL = "mail", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class AlertReceiver(models.Model):
    """Where alerts are told: an address for letters, or one that takes a signed POST."""

    means = models.CharField(max_length=10, choices=Means.choices)
    address = models.TextField()
    # Sealed (platform_core/access/sealing.py); of a webhook only.
    secret = models.TextField(blank=True)
    added_at = models.DateTimeField()
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["means", "address"], name="each_receiver_of_alerts_once")
        ]


class AlertMessage(models.Model):
    """What one look found, on its way to one webhook. Letters go the way of all letters."""

    receiver = models.ForeignKey(AlertReceiver, on_delete=models.CASCADE, related_name="messages")
    body = models.TextField()
    written_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="alert_messages_to_send")]


class Level(models.TextChoices):
    NOTICE = "notice", _("Planned work")
    SLOW = "slow", _("Some things are slow or missing")
    DOWN = "down", _("Not available")


class Incident(models.Model):
    """What an operator tells the public of a disturbance: everywhere, or at one institution."""

    institution = models.ForeignKey(
        Institution, null=True, on_delete=models.CASCADE, related_name="incidents", db_index=False
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    title = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begins_at", "-pk"]
        indexes = [models.Index(fields=["institution", "-begins_at"], name="incidents_of_a_house")]


class IncidentNote(models.Model):
    """What was known at a moment. Notes are added, never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-at", "-pk"]
