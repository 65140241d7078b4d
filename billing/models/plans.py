"""What is sold: plans, and their versions, which never change once they are published."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tenants.models import Institution


class Currency(models.TextChoices):
    KRW = "KRW", "KRW"
    USD = "USD", "USD"
    EUR = "EUR", "EUR"
    JPY = "JPY", "JPY"


class Period(models.TextChoices):
    YEAR = "year", pgettext_lazy("billing period", "Year")
    MONTH = "month", pgettext_lazy("billing period", "Month")


class Plan(models.Model):
    """요금제: a name. What it costs and allows stands in its versions."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.TextField()
    names = models.JSONField(
        default=dict, help_text="Its name by language code, where it has one of its own."
    )
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


class PlanVersion(models.Model):
    """What a plan costs and allows, from a day on. Whoever is on an older one stays on it.

    `price` and `seat_price` are in the currency's smallest unit, for one period, without tax: won have no decimals,
    so 4800000 KRW is ₩4,800,000. One with an `institution` is its own contract, offered to nobody else; it may be
    withdrawn as long as it was not ordered.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, null=True, related_name="own_plan_versions"
    )
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.KRW)
    period = models.CharField(max_length=5, choices=Period.choices, default=Period.YEAR)
    seat_price = models.BigIntegerField(default=0, help_text="Of one staff seat beyond those included.")
    entitlements = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="each_plan_version_once"),
            models.CheckConstraint(
                condition=models.Q(price__gte=0, seat_price__gte=0), name="no_plan_costs_less_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.code} {self.number}"


class Coupon(models.Model):
    """A reduction: of a share (`percent`) or a sum (`amount` in `currency`), for so many bills."""

    code = models.SlugField(max_length=40, unique=True)
    percent = models.PositiveSmallIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.KRW)
    bills = models.PositiveSmallIntegerField(default=1, help_text=_("On how many bills it is taken off."))
    most_uses = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    # The last day on which it can be used, on the console's clock.
    ends_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100, amount=0)
                | models.Q(percent=0, amount__gt=0),
                name="a_coupon_takes_off_a_share_or_a_sum",
            ),
            models.CheckConstraint(
                condition=models.Q(uses__lte=models.F("most_uses")), name="a_coupon_is_used_up"
            ),
        ]
