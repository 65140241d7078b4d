"""What was done on paper or at a counter, by whom it was entered, and whether it still stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from civic.debates.models import Opinion
from civic.paper.models.sheets import PaperSheet, SheetKind
from civic.proposals.models import Proposal


class PaperDeed(models.Model):
    """A support, proposal or opinion somebody entered for somebody else. The deed itself lies where all lie.

    `given_at` of a support is the instant of the Support it stands for, which tells it from one that the
    same person gave online later; None when the person's support was there already and this added nothing.
    """

    kind = models.CharField(max_length=10, choices=SheetKind.choices)
    item = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="paper_deeds", db_index=False)
    opinion = models.ForeignKey(Opinion, null=True, on_delete=models.SET_NULL, related_name="+")
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_deeds"
    )
    given_at = models.DateTimeField(null=True)
    sheet = models.ForeignKey(PaperSheet, null=True, on_delete=models.SET_NULL, related_name="deeds")
    line = models.PositiveSmallIntegerField(null=True)
    # In the person's presence: what the officer has seen.
    seen = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    cancel_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["item", "kind", "citizen"], name="paper_deeds_of_an_item"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "line"], condition=Q(sheet__isnull=False), name="each_row_is_done_once"
            )
        ]
