"""Whether Stripe's own library knows the parameters it was given (`stripe.params`)."""

import importlib
import re
from typing import Any

Thing = dict[str, Any]
# Method and path → whose parameters they are: module and class in stripe.params.
PARAMS = {
    ("POST", "customers"): "customer_create",
    ("POST", "subscriptions"): "subscription_create",
    ("POST", "subscriptions/*"): "subscription_update",
    ("POST", "subscription_schedules"): "subscription_schedule_create",
    ("POST", "subscription_schedules/*"): "subscription_schedule_update",
    ("POST", "subscription_schedules/*/release"): "subscription_schedule_release",
    ("POST", "prices"): "price_create",
    ("GET", "prices"): "price_list",
    ("POST", "coupons"): "coupon_create",
    ("POST", "tax_rates"): "tax_rate_create",
    ("GET", "tax_rates"): "tax_rate_list",
    ("GET", "invoices"): "invoice_list",
    ("POST", "invoices/create_preview"): "invoice_create_preview",
    ("POST", "invoices/*/pay"): "invoice_pay",
    ("POST", "invoices/*/finalize"): "invoice_finalize_invoice",
    ("POST", "billing_portal/sessions"): "billing_portal._session_create",
    ("GET", "billing/meters"): "billing._meter_list",
    ("POST", "billing/meters"): "billing._meter_create",
    ("POST", "billing/meter_events"): "billing._meter_event_create",
}


class Wrong(Exception):
    def __init__(
        self, message: str, status: int = 400, kind: str = "invalid_request_error", code: str = ""
    ) -> None:
        super().__init__(message)
        self.status, self.body = status, {"error": {"message": message, "type": kind, "code": code or None}}


def nested(pairs: list[tuple[str, str]]) -> Thing:
    """`items[0][price]=x` → {"items": [{"price": "x"}]}"""
    root: Thing = {}
    for name, value in pairs:
        path = re.findall(r"[^\[\]]+", name)
        here = root
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = value
    return _listed(root)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def check_names(given: Any, module: Any, name: str) -> None:
    """As deep as the library's own types go. Metadata and payloads are anybody's."""
    known: Thing = {}
    for base in reversed(getattr(module, name).__mro__):
        known |= getattr(base, "__annotations__", {})
    for key, value in given.items():
        if key not in known:
            raise Wrong(f"Received unknown parameter: {key} ({name})", code="parameter_unknown")
        inner = [one for one in re.findall(r"\w+", str(known[key])) if one.startswith(name) and one != name]
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and inner and key not in ("metadata", "payload"):
                check_names(one, module, inner[0])


def check_parameters(method: str, pattern: str, given: Thing) -> None:
    kind = PARAMS.get((method, pattern))
    if kind is None or not given:
        return
    package, _, file = kind.rpartition(".")
    module = importlib.import_module(
        f"stripe.params.{package}.{file}_params" if package else f"stripe.params._{file}_params"
    )
    check_names(given, module, "".join(part.title() for part in file.strip("_").split("_")) + "Params")
