"""What was asked of a gateway, and what it told us."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Institution


class OrderKind(models.TextChoices):
    SUBSCRIBE = "subscribe", pgettext_lazy("kind of an order", "Order a plan")
    CHANGE = "change", pgettext_lazy("kind of an order", "Change now")
    CHANGE_AT_END = "change_at_end", pgettext_lazy("kind of an order", "Change at the end of the term")
    CANCEL = "cancel", pgettext_lazy("kind of an order", "Cancel at the end of the term")
    RESUME = "resume", pgettext_lazy("kind of an order", "Go on after all")


class OrderState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the gateway")
    DONE = "done", pgettext_lazy("state of an order", "Done")
    REFUSED = "refused", pgettext_lazy("state of an order", "Refused")


class Order(models.Model):
    """What an institution ordered: written first, carried out after. What was cut short is taken up again under the
    same key, so that the gateway charges once.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="billing_orders")
    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=15, choices=OrderKind.choices)
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="billing_orders_waiting"),
        ]


class GatewayEvent(models.Model):
    """Something a gateway told us, stored once by its own id and acted on after. What it says is never believed:
    it only names what to read again.
    """

    event_id = models.TextField(unique=True)
    kind = models.TextField()
    customer_ref = models.TextField(blank=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    acted_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(acted_at=None), name="gateway_events_waiting"),
        ]
