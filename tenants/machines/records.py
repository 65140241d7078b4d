"""Tables of this part; they belong to the app `tenants`."""

from django.conf import settings
from django.db import models


class OperatorToken(models.Model):
    """A key with which a program orders institutions in an operator's name. Only its hash is kept."""

    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    prefix = models.CharField(max_length=8, unique=True)
    hashed_key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tenants"
        ordering = ["-pk"]


class ProgramOrder(models.Model):
    """What a program ordered under a key of its own: asked again, it gets the same institution and no second one.

    Without an institution it is gone, and nothing here says which it was: `key` is a hash, `digest` is empty.
    """

    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    institution = models.ForeignKey(
        "tenants.Institution", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        app_label = "tenants"
        constraints = [
            models.UniqueConstraint(fields=["operator", "key"], name="each_order_of_a_program_once"),
        ]
