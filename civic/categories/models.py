"""What a proposal is about."""

from django.db import models

from civic.people.models import Department


class Category(models.Model):
    """분류. Never deleted, only hidden: what it classified keeps it."""

    key = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.TextField(unique=True)
    position = models.PositiveIntegerField(default=0)
    is_shown = models.BooleanField(default=True)
    default_department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name
