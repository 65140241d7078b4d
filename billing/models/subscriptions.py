"""Who has bought what, and to whom the bill is written."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models.plans import Coupon, Plan, PlanVersion
from tenants.models import Institution


class SubscriptionState(models.TextChoices):
    TRIAL = "trial", pgettext_lazy("state of a subscription", "Trial")
    ORDERED = "ordered", _("Ordered, waiting for the gateway")
    ACTIVE = "active", pgettext_lazy("state of a subscription", "Running")
    ENDED = "ended", pgettext_lazy("state of a subscription", "Ended")


class Gateway(models.TextChoices):
    INVOICE = "invoice", _("Invoice and bank transfer")
    STRIPE = "stripe", _("Card or invoice by Stripe")


class Collection(models.TextChoices):
    SEND_INVOICE = "send_invoice", _("By invoice")
    CARD = "charge_automatically", _("By card, by itself")


class Subscription(models.Model):
    """An institution's plan, since when, and on which version of it.

    Days are days of the institution. `term_ends_on` is the first day after what has been ordered; None on a trial
    without end. `next_version` takes its place then; `cancels_at_end` lets it end. `seats` are staff seats beyond
    those the version includes; `next_seats` come with `next_version`.
    """

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="subscription")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    since = models.DateTimeField()
    version = models.ForeignKey(PlanVersion, on_delete=models.RESTRICT, null=True, related_name="+")
    next_version = models.ForeignKey(PlanVersion, on_delete=models.RESTRICT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=SubscriptionState.choices, default=SubscriptionState.TRIAL
    )
    gateway = models.CharField(max_length=10, choices=Gateway.choices, default=Gateway.INVOICE)
    collection = models.CharField(max_length=20, choices=Collection.choices, default=Collection.SEND_INVOICE)
    customer_ref = models.TextField(blank=True)
    subscription_ref = models.TextField(blank=True)
    term_starts_on = models.DateField(null=True)
    term_ends_on = models.DateField(null=True)
    trial_ends_on = models.DateField(null=True)
    cancels_at_end = models.BooleanField(default=False)
    seats = models.PositiveIntegerField(default=0)
    next_seats = models.PositiveIntegerField(default=0)
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, null=True, related_name="+")
    coupon_bills_left = models.PositiveSmallIntegerField(default=0)
    days_until_due = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer_ref"],
                condition=~models.Q(customer_ref=""),
                name="one_subscription_per_customer",
            ),
        ]
        indexes = [models.Index(fields=["term_ends_on"], name="subscriptions_by_end")]

    @property
    def term_last_day(self) -> date | None:
        """As a contract says it."""
        return self.term_ends_on - timedelta(days=1) if self.term_ends_on else None


class Party(models.Model):
    """To whom bills and the tax invoice (세금계산서) are written, and what must stand on them."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="billing_party")
    # As on the certificate of registration: 등록번호, 상호, 대표자, 주소, 업태, 종목.
    registration_number = models.TextField(blank=True)
    name = models.TextField(blank=True)
    representative = models.TextField(blank=True)
    address = models.TextField(blank=True)
    business_type = models.TextField(blank=True)
    business_item = models.TextField(blank=True)
    contact_name = models.TextField(blank=True)
    contact_email = models.TextField(blank=True)
    contact_phone = models.TextField(blank=True)
    # Purchase order and 계약번호.
    po_number = models.TextField(blank=True)
    contract_number = models.TextField(blank=True)
