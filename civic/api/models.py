"""Tokens for machines. Kept hashed, in the institution's own schema: elsewhere they are unknown."""

from django.conf import settings
from django.db import models
from rest_framework_api_key.models import AbstractAPIKey


class ApiToken(AbstractAPIKey):
    """A person's key to the API of this institution."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    last_used_at = models.DateTimeField(null=True)

    class Meta(AbstractAPIKey.Meta):
        ordering = ("-created",)
