"""서식: sheets of paper that people sign, typed twice and carried out once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Debate
from civic.proposals.models import Proposal
from platform_core.access.sealed_fields import SealedJSONField


class SheetKind(models.TextChoices):
    SUPPORT = "support", _("Supports")
    PROPOSE = "propose", _("Proposals")
    OPINION = "opinion", _("Opinions and votes")


class LineOutcome(models.TextChoices):
    WAITING = "waiting", _("Not carried out yet")
    DONE = "done", _("Counted")
    ALREADY = "already", _("Had taken part already: counted once")
    REFUSED = "refused", _("Not counted")
    CANCELLED = "cancelled", _("Cancelled")


class PaperSheet(models.Model):
    """One printed sheet, or a file of rows that stands for several; its primary key is the number printed on it.

    It is typed by two people who do not see each other's typing (`first_…`, `second_…`), compared, and
    carried out. Names and contacts typed in are forgotten as soon as it is carried out.
    """

    kind = models.CharField(max_length=10, choices=SheetKind.choices)
    # What is supported; of opinions, the item whose debate it is. None for proposals.
    item = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="paper_sheets")
    debate = models.ForeignKey(
        Debate, null=True, on_delete=models.CASCADE, related_name="paper_sheets", db_index=False
    )
    place = models.TextField()
    collected_on = models.DateField(null=True)
    collected_by = models.TextField(blank=True)
    # Rows printed on it.
    rows = models.PositiveSmallIntegerField(default=20)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    second_at = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # When a worker last did something of it, or was last sent for.
    carrying_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    cancel_reason = models.TextField(blank=True)
    # A picture of the sheet, for staff alone, deleted after its day.
    scan = models.CharField(max_length=200, blank=True)
    scan_name = models.TextField(blank=True)
    scan_type = models.CharField(max_length=100, blank=True)
    scan_until = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="propose", item=None, debate=None)
                | Q(kind="support", item__isnull=False, debate=None)
                | Q(kind="opinion", item__isnull=False, debate__isnull=False),
                name="a_sheet_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(scan="") | Q(scan_until__isnull=False), name="a_scan_is_kept_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=models.F("second_by")),
                name="a_sheet_is_typed_by_two_people",
            ),
        ]

    @property
    def is_typed_twice(self) -> bool:
        return self.second_at is not None

    @property
    def is_finished(self) -> bool:
        return self.carried_at is not None or self.cancelled_at is not None


class SheetLine(models.Model):
    """One row of a sheet: as the first and as the second typed it, and what was found to be right.

    Values: {"name", "contact", "side", "title", "text", "category"}, all text, those its kind has.
    """

    sheet = models.ForeignKey(PaperSheet, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveSmallIntegerField()
    first = SealedJSONField(null=True)
    second = SealedJSONField(null=True)
    # What is carried out: what both typed, or what the third look decided. {} for a row that does not count.
    agreed = SealedJSONField(null=True)
    is_agreed = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=LineOutcome.choices, default=LineOutcome.WAITING)
    # Why it was not counted: the rule's code and sentence.
    code = models.CharField(max_length=40, blank=True)
    sentence = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="each_row_of_a_sheet_once")]


class SheetUpload(models.Model):
    """Rows read from a file and not yet taken as typed: what the preview shows. One for each person and sheet."""

    sheet = models.ForeignKey(PaperSheet, on_delete=models.CASCADE, related_name="uploads", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.TextField()
    # [{"line": in the file, "values": {…}, "problem": ""}]
    rows = SealedJSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "by"], name="one_upload_per_person_and_sheet")
        ]
