"""결과 보고: a report is edited by staff and published in versions that never change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Debate, Opinion
from civic.results.kinds import Part


class Report(models.Model):
    """Of one debate. `data` is what was counted and read when its texts were last generated."""

    debate = models.OneToOneField(Debate, on_delete=models.PROTECT, related_name="report")
    data = models.JSONField(default=dict)
    gathered_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.debate.question


class Section(models.Model):
    """What it says in one part: generated, and what staff made of it. Both are kept: neither overwrites the other."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections", db_index=False)
    part = models.CharField(max_length=10, choices=Part.choices)
    generated = models.TextField(blank=True)
    # None: nobody has changed it, and the generated text stands.
    edited = models.TextField(null=True)  # noqa: DJ001 - an empty text was written, none was not
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    is_shown = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "part"], name="each_part_of_a_report_once")]

    @property
    def text(self) -> str:
        return self.generated if self.edited is None else self.edited


class Quote(models.Model):
    """An opinion that staff chose for the next version. Its words are never copied: they stay their author's."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="quotes", db_index=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+", db_index=False)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "opinion"], name="each_opinion_is_quoted_once")
        ]


class ReportVersion(models.Model):
    """Published, with the numbers of its moment. It never changes: a trigger in the database refuses (migration 0002)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    # Why there is a new one; the first needs no reason.
    reason = models.TextField(blank=True)
    # [{"part": …, "html": …}] in the order of reading; only what was shown.
    sections = models.JSONField()
    data = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="report_versions_newest")]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_versions_are_numbered_once")
        ]


class VersionQuote(models.Model):
    """Which opinions a version quotes. What its author takes back, or staff hide, is gone from all of them."""

    version = models.ForeignKey(
        ReportVersion, on_delete=models.CASCADE, related_name="quotes", db_index=False
    )
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "opinion"], name="each_version_quotes_once")
        ]


class Printout(models.Model):
    """The PDF of a version, and how far it has come. `print` tells of which quotes it was made."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Could not be made")

    version = models.OneToOneField(
        ReportVersion, on_delete=models.CASCADE, primary_key=True, related_name="printout"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Counts up with every worker that takes it on: one that was thought dead writes nothing any more.
    turn = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Why it failed: a code of civic.results.printing.TROUBLES.
    trouble = models.CharField(max_length=20, blank=True)
    pdf = models.BinaryField(null=True)
    print = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="printouts_to_be_made",
            )
        ]
