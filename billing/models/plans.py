"""Plans and who has which. Public schema."""

from django.db import models
from django.utils.translation import get_language

from tenants.models import Institution


class Plan(models.Model):
    """요금제. `limits` are honest: what they say is what tenants' entitlements become."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.TextField()
    names = models.JSONField(
        default=dict, help_text="Its name by language code, where it has one of its own."
    )
    won_per_year = models.PositiveIntegerField(help_text="KRW without VAT; won have no decimals.")
    limits = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name in the reader's language; the one name for all where it has none there."""
        return str(self.names.get(get_language()) or self.name)


class Subscription(models.Model):
    """An institution's plan, since when."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="subscription")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    since = models.DateTimeField()
