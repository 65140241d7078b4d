"""What is told of it while it is carried out, with photographs and files."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.execution.models.carrying import Execution
from civic.proposals.models import Proposal
from platform_core.files.models import StoredFile


class ProgressKind(models.TextChoices):
    """추진 개요 / 추진 현황 / 성과 (operating guide A4)."""

    OVERVIEW = "overview", _("Plan")
    PROGRESS = "progress", _("Progress")
    OUTCOME = "outcome", _("Outcome")


class ProgressNote(models.Model):
    """Told at `proposal`, of what is carried out for it and for the items that share its execution."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="progress_notes")
    execution = models.ForeignKey(
        Execution, null=True, on_delete=models.CASCADE, related_name="notes", db_index=False
    )
    kind = models.CharField(max_length=10, choices=ProgressKind.choices)
    body_html = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["execution", "-id"], name="notes_of_an_execution")]


class Moment(models.TextChoices):
    """When a photograph was taken."""

    BEFORE = "before", _("Before")
    DURING = "during", _("During the work")
    AFTER = "after", _("After")


class ExecutionFile(StoredFile):
    """A photograph, written anew without what cameras add to it, or a document as it came.

    Taken away again, its row stays and its content is thrown away.
    """

    execution = models.ForeignKey(Execution, on_delete=models.CASCADE, related_name="files", db_index=False)
    note = models.ForeignKey(ProgressNote, null=True, on_delete=models.CASCADE, related_name="files")
    moment = models.CharField(max_length=6, choices=Moment.choices, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    # What a picture shows, for whoever does not see it.
    alt = models.TextField(blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["execution", "id"], name="files_of_an_execution")]
        constraints = [
            models.CheckConstraint(
                condition=Q(width=None) | ~Q(alt=""), name="a_photograph_says_what_it_shows"
            )
        ]

    @property
    def is_image(self) -> bool:
        return self.width is not None
