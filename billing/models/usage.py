"""What an institution used, day by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Institution


class Meter(models.TextChoices):
    STAFF = "staff", _("Staff seats")
    STORAGE = "storage_mb", _("Storage (MB)")
    MAILS = "mails_per_month", pgettext_lazy("usage", "Letters sent")
    TEXTS = "messages_per_month", pgettext_lazy("usage", "Text messages sent")
    API_CALLS = "api_calls", _("API requests")
    PARTICIPANTS = "participants", _("People who took part")


class UsageDay(models.Model):
    """`value` of a meter on a day of the institution. Counted again, it is written over, never added to."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="usage_days")
    day = models.DateField()
    meter = models.CharField(max_length=20, choices=Meter.choices)
    value = models.BigIntegerField()
    counted_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "meter", "day"], name="each_meter_once_a_day"),
        ]


class UsageWarning(models.Model):
    """That `percent` of a limit was reached in a month: said once."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="usage_warnings")
    meter = models.CharField(max_length=20, choices=Meter.choices)
    month = models.DateField()
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "meter", "month", "percent"], name="each_usage_warning_once"
            ),
        ]
