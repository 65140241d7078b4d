"""What an institution looks like: a set of design tokens, nothing else."""

from django.conf import settings
from django.db import models


class Theme(models.Model):
    """A published set of tokens. The newest is worn; older ones stay, for going back."""

    catalogue_name = models.CharField(max_length=40)
    tokens = models.JSONField(default=dict, help_text="{'light': {...}, 'dark': {...}} over the catalogue's.")
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-id"]
