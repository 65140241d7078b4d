"""Bills, and how they were paid."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.models.plans import Currency, PlanVersion
from tenants.models import Institution


class InvoiceState(models.TextChoices):
    DUE = "due", pgettext_lazy("state of a bill", "To be paid")
    PAID = "paid", pgettext_lazy("state of a bill", "Paid")
    VOID = "void", pgettext_lazy("state of a bill", "Void")


class InvoiceSeries(models.Model):
    """The last number of a year. Taken under its lock, in the transaction that writes the bill: no gaps."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)


class Invoice(models.Model):
    """청구서. Sums are in the smallest unit of `currency`; `lines` and `buyer` are as they were on its day.

    `key` is the idempotency key of what caused it: the same order is billed once, however often it is sent.
    """

    # Books are kept when an institution is erased: `buyer` says whose the bill was.
    institution = models.ForeignKey(
        Institution, on_delete=models.SET_NULL, null=True, related_name="invoices"
    )
    version = models.ForeignKey(PlanVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=100, unique=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=5, choices=InvoiceState.choices, default=InvoiceState.DUE)
    currency = models.CharField(max_length=3, choices=Currency.choices)
    lines = models.JSONField(default=list, help_text="[{what, amount}]")
    buyer = models.JSONField(default=dict)
    net = models.BigIntegerField()
    vat = models.BigIntegerField()
    total = models.BigIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField()
    period_starts_on = models.DateField()
    period_ends_on = models.DateField()
    paid_at = models.DateTimeField(null=True)
    voided_because = models.TextField(blank=True)
    remote_ref = models.TextField(blank=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="each_invoice_number_once"),
            models.UniqueConstraint(
                fields=["remote_ref"], condition=~models.Q(remote_ref=""), name="each_remote_invoice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(net__gte=0, vat__gte=0, total=models.F("net") + models.F("vat")),
                name="an_invoice_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(state="due"), name="invoices_due"),
        ]

    @property
    def period_last_day(self) -> date:
        """As a bill says it: `period_ends_on` is the day after."""
        return self.period_ends_on - timedelta(days=1)

    @property
    def label(self) -> str:
        return f"{self.year}-{self.number:05d}"


class Transfer(models.Model):
    """A bank transfer for a bill: one operator says that it came, another looks and confirms. Only then it is paid."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="transfers")
    amount = models.BigIntegerField()
    came_on = models.DateField()
    reference = models.TextField(blank=True, help_text=_("As it stands on the bank's statement."))
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    # When the gateway whose bill it is was told; empty for our own bills.
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=models.Q(rejected_at=None),
                name="one_standing_transfer_per_invoice",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("marked_by")),
                name="two_people_confirm_a_transfer",
            ),
        ]


class DunningNotice(models.Model):
    """That a step about an unpaid bill was announced or taken: each once."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="notices")
    step = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "step"], name="each_dunning_step_once"),
        ]
