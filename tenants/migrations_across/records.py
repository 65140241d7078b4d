"""What is kept about bringing schemas to head: who goes first, each run, each schema of it, what drifted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Ring(models.IntegerChoices):
    """In this order; a ring is entered when the one before it came through."""

    TEMPLATE = 0, _("Template")
    VOLUNTEERS = 1, _("Volunteers")
    REST = 2, _("All the others")


class MigrationVolunteer(models.Model):
    """An institution that is brought to head before the others, because it said that it may be."""

    institution = models.OneToOneField(
        "tenants.Institution", on_delete=models.CASCADE, primary_key=True, related_name="volunteering"
    )
    since = models.DateTimeField()

    class Meta:
        app_label = "tenants"
        ordering = ["pk"]


class Outcome(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", pgettext_lazy("a run of migrations", "Stopped at a failure")
    # By a kill, or because the database went away: found by the next run.
    CUT_SHORT = "cut_short", pgettext_lazy("a run of migrations", "Cut short")


class MigrationRun(models.Model):
    """Once that schemas were brought to a head; what became of each is in SchemaMigration, by `target`."""

    target = models.CharField(max_length=64, help_text="Digest of the head.")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.RUNNING)
    ring = models.PositiveSmallIntegerField(
        choices=Ring.choices, default=Ring.TEMPLATE, help_text="How far it came."
    )
    parallel = models.PositiveSmallIntegerField(default=1)
    volunteers = models.PositiveIntegerField(default=0, help_text="How many were behind, in each ring.")
    rest = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "tenants"
        ordering = ["-pk"]


class SchemaDrift(models.Model):
    """One thing in which an institution's schema was not like the template, when somebody last looked."""

    institution = models.ForeignKey(
        "tenants.Institution", on_delete=models.CASCADE, related_name="drifts", db_index=False
    )
    kind = models.CharField(max_length=12)
    is_surplus = models.BooleanField(
        help_text="There, and not in the template; otherwise the other way round."
    )
    line = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        app_label = "tenants"
        ordering = ["institution", "kind", "line", "is_surplus"]
        indexes = [models.Index(fields=["institution", "kind"], name="drift_by_institution")]
