"""공지: what the institution tells everybody, with its files."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.files.models import DescribedFile

LONGEST_TITLE = 100


class State(models.TextChoices):
    """Where a notice stands at a moment. Nothing is moved by a clock: the dates say it."""

    DRAFT = "draft", _("Draft")
    COMING = "coming", pgettext_lazy("published later", "Coming")
    SHOWN = "shown", _("Shown")
    OVER = "over", _("Over")
    HIDDEN = "hidden", _("Hidden")


def _staff() -> Any:
    """Whoever did it; the row stays when they leave."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class Notice(models.Model):
    """Everybody reads it from `begins_at` (never while that is empty) until `ends_at` (for ever when empty).

    `edited_at`: when its words last changed after people could read them.
    """

    title = models.TextField()
    body = models.TextField()
    body_html = models.TextField()
    is_pinned = models.BooleanField(default=False)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = _staff()
    changed_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    edited_by = _staff()
    hidden_at = models.DateTimeField(null=True)
    hidden_by = _staff()
    hidden_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["begins_at", "id"], condition=Q(hidden_at=None), name="notices_by_their_beginning"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(begins_at__isnull=False, ends_at__gt=F("begins_at")),
                name="a_notice_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="a_notice_is_hidden_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, at: datetime) -> State:
        if self.hidden_at is not None:
            return State.HIDDEN
        if self.begins_at is None:
            return State.DRAFT
        if at < self.begins_at:
            return State.COMING
        return State.OVER if self.ends_at is not None and at >= self.ends_at else State.SHOWN


class NoticeFile(DescribedFile):
    """A picture or a document of a notice. A picture is described in words, or it is not kept."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="files")
    added_at = models.DateTimeField()
    added_by = _staff()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_image=False) | ~Q(alt=""), name="a_notice_picture_is_described_in_words"
            )
        ]

    def __str__(self) -> str:
        return self.name
