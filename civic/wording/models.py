"""What an institution calls things, and how it explains them.

Words in force stand in Institution.settings as well, where every request finds them without asking
(platform_core.i18n.dialect); here are the draft, and who said what since when.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


def _staff() -> Any:
    """Whoever did it; the row stays when they leave."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class WordVersion(models.Model):
    """Published words. The newest is spoken; older ones stay, for going back.

    `words`: {language: {term: its own word}}, as platform_core.i18n.dialect reads them. Empty: our usual words.
    """

    number = models.PositiveIntegerField(unique=True)
    words = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = _staff()

    def __str__(self) -> str:
        return str(self.number)


class WordDraft(models.Model):
    """Words being thought about; nobody hears them. One at most. `based_on`: the version it began from, 0 for none."""

    words = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = _staff()
    is_the_one = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_the_one=True), name="words_are_drafted_once"),
        ]

    def __str__(self) -> str:
        return str(self.based_on)


class Explanation(models.Model):
    """A word of the glossary as this institution explains it: its own, or instead of the one we come with.

    `key` is ours where it replaces one of ours. A hidden one is not explained at all.
    """

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    term = models.TextField()
    also = models.JSONField(default=list, help_text="Other forms under which the same word stands in texts.")
    meaning = models.TextField()
    is_hidden = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = _staff()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "key"], name="each_word_is_explained_once"),
        ]

    def __str__(self) -> str:
        return self.term
