"""What a proposal is about."""

from django.db import models

from civic.people.models import Department
from platform_core.i18n.names import plainly_said, said_in, unsaid_in


class Category(models.Model):
    """분류. Never deleted, only hidden: what it classified keeps it.

    `name` is in the institution's first language; `names` has it in others, by their codes.
    """

    key = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.TextField(unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    is_shown = models.BooleanField(default=True)
    default_department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.plain_label

    @property
    def label(self) -> str:
        """In the reader's language, or as it is called in the institution's first."""
        return said_in(self.names, self.name)

    @property
    def label_language(self) -> str:
        """Of a label in another language than the page's: the code to mark it with; else ""."""
        return unsaid_in(self.names)

    @property
    def plain_label(self) -> str:
        """Where nothing but text may stand."""
        return plainly_said(self.label, self.label_language)
