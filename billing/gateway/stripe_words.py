"""What Stripe's objects say, in the office's words. They come as plain dicts: nothing here talks to anybody."""

from datetime import UTC, date, datetime
from typing import Any

from billing.calendar import day_of
from billing.gateway import Held, RemoteInvoice
from billing.models import Subscription

VERSION, SEAT = "madang-version-", "madang-seat-"
# Stripe's limits of a custom field.
FIELD_NAME, FIELD_VALUE = 40, 140


def custom_fields(buyer: dict[str, Any]) -> list[dict[str, str]]:
    named = (("PO", buyer["po_number"]), ("계약번호", buyer["contract_number"]))
    return [{"name": name[:FIELD_NAME], "value": value[:FIELD_VALUE]} for name, value in named if value]


def held_of(found: dict[str, Any], held: Subscription) -> Held:
    """Since 2025 the term stands on the items, not on the subscription."""
    items = found["items"]["data"]
    names = {(one["price"].get("lookup_key") or ""): one["quantity"] for one in items}
    version = next((name for name in names if name.startswith(VERSION)), "")
    return Held(
        customer=id_of(found["customer"]),
        subscription=found["id"],
        starts_on=day_there(items[0]["current_period_start"], held),
        ends_on=day_there(items[0]["current_period_end"], held),
        status=found["status"],
        cancels_at_end=found["cancel_at_period_end"],
        version_id=int(version.removeprefix(VERSION)) if version else None,
        seats=sum(count for name, count in names.items() if name.startswith(SEAT)),
    )


def bill_of(found: dict[str, Any], held: Subscription) -> RemoteInvoice:
    net, tax = net_and_tax(found)
    periods = [line["period"] for line in found["lines"]["data"]] or [
        {"start": found["period_start"], "end": found["period_end"]}
    ]
    starts = day_there(min(one["start"] for one in periods), held)
    ends = day_there(max(one["end"] for one in periods), held)
    paid_at = found.get("status_transitions", {}).get("paid_at")
    return RemoteInvoice(
        ref=found["id"],
        status=found["status"],
        currency=found["currency"].upper(),
        net=net,
        vat=tax,
        lines=tuple((line["description"] or "", line["amount"]) for line in found["lines"]["data"]),
        due_on=day_there(found["due_date"], held) if found.get("due_date") else None,
        period=(starts, ends),
        paid_at=datetime.fromtimestamp(paid_at, UTC) if paid_at else None,
    )


def net_and_tax(bill: dict[str, Any]) -> tuple[int, int]:
    """What is given back is kept by Stripe as credit: nobody is billed less than nothing."""
    total = max(bill["total"], 0)
    without = bill.get("total_excluding_tax")
    net = max(bill["subtotal"] if without is None else without, 0)
    return min(net, total), total - min(net, total)


def id_of(value: Any) -> str:
    return value if isinstance(value, str) else str(value["id"])


def day_there(moment: int, held: Subscription) -> date:
    return day_of(held.institution, datetime.fromtimestamp(moment, UTC))
