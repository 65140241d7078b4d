"""실행: what became of an adopted proposal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.proposals.models import Proposal


class ProgressKind(models.TextChoices):
    """추진 개요 / 추진 현황 / 성과 (operating guide A4)."""

    OVERVIEW = "overview", _("Plan")
    PROGRESS = "progress", _("Progress")
    OUTCOME = "outcome", _("Outcome")


class ProgressNote(models.Model):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="progress_notes")
    kind = models.CharField(max_length=10, choices=ProgressKind.choices)
    body_html = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["at", "id"]
