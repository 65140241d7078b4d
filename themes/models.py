"""What an institution looks like: a set of design tokens, nothing else."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models


def _staff() -> Any:
    """Whoever did it; the row stays when they leave."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class Theme(models.Model):
    """What is worn from `published_at` on: of all whose moment has come, the latest. Earlier ones stay, for going back.

    `document` says everything (themes/tokens.py); where it is empty, a row from before documents, the
    catalogue's theme with `tokens` over it does. `scheduled_at`: when a moment ahead was chosen for it, and
    `begun_at` when the worker noted that it had come: nothing that is shown depends on that.
    """

    catalogue_name = models.CharField(max_length=40)
    tokens = models.JSONField(default=dict, help_text="{'light': {...}, 'dark': {...}} over the catalogue's.")
    document = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    name = models.TextField(blank=True, default="", db_default="")
    note = models.TextField(blank=True, default="", db_default="")
    published_at = models.DateTimeField()
    published_by = _staff()
    scheduled_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    # The earlier one it brings back.
    returns_to = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="themes_by_their_moment")]

    def __str__(self) -> str:
        return self.name or self.catalogue_name

    def is_ahead(self, at: datetime) -> bool:
        return self.published_at > at


class ThemeDraft(models.Model):
    """What administrators are trying out. Nobody else ever sees it."""

    name = models.TextField()
    document = models.JSONField()
    # Counts up at every saving: of two people who change at once, the second is told.
    edition = models.PositiveIntegerField(default=1)
    begun_from = models.ForeignKey(
        Theme, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = _staff()

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return self.name


class EmblemFile(models.Model):
    """The institution's own emblem, made safe before it was kept. Administrators see it while a draft is tried out;
    everybody once a theme that names it is worn.

    `key` is the beginning of the content's SHA-256: the same emblem is kept once, and its address never goes stale.
    """

    key = models.CharField(max_length=32, unique=True)
    stored_as = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    # `#rrggbb`, the most telling first, found when it was taken in.
    colours = models.JSONField(default=list)
    added_at = models.DateTimeField()
    added_by = _staff()

    def __str__(self) -> str:
        return self.key
