"""What the office writes down. Public schema."""

from billing.models.gateways import GatewayEvent, Order, OrderKind, OrderState
from billing.models.invoices import DunningNotice, Invoice, InvoiceSeries, InvoiceState, Transfer
from billing.models.plans import Coupon, Currency, Period, Plan, PlanVersion
from billing.models.subscriptions import Party, Subscription, SubscriptionState
from billing.models.usage import Meter, UsageDay, UsageWarning

__all__ = [
    "Coupon",
    "Currency",
    "DunningNotice",
    "GatewayEvent",
    "Invoice",
    "InvoiceSeries",
    "InvoiceState",
    "Meter",
    "Order",
    "OrderKind",
    "OrderState",
    "Party",
    "Period",
    "Plan",
    "PlanVersion",
    "Subscription",
    "SubscriptionState",
    "Transfer",
    "UsageDay",
    "UsageWarning",
]
