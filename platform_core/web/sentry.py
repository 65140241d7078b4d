"""Errors to Sentry: off unless configured, tagged with the institution, scrubbed of people."""

import re
from typing import Any

import sentry_sdk
from django.db import connection
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration

from platform_core.web.logs import masked, request_number

# A key in an address (an invitation, a link to stop letters) opens a door to whoever reads it.
KEY_IN_PATH = re.compile(r"(?<=/)[^/?]{20,}(?=/|$)")
# What a person typed or carries: never sent.
DROPPED_REQUEST_PARTS = ("data", "cookies", "headers", "env", "query_string")


def start_sentry(dsn: str, *, environment: str) -> None:
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        before_send=scrub,
    )


def scrub(event: Any, hint: Any) -> Any:
    """Drop what identifies a person, mask addresses and numbers in messages, name the institution."""
    for part in DROPPED_REQUEST_PARTS:
        event.get("request", {}).pop(part, None)
    if url := event.get("request", {}).get("url"):
        event["request"]["url"] = KEY_IN_PATH.sub("[key]", url)
    # A management command's words may name a person.
    event.get("extra", {}).pop("sys.argv", None)
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    for exception in event.get("exception", {}).get("values", []):
        exception["value"] = masked(exception.get("value") or "")
    if entry := event.get("logentry"):
        entry.pop("params", None)
        for key in ("message", "formatted"):
            if entry.get(key):
                entry[key] = masked(entry[key])
    event.setdefault("tags", {})["request"] = request_number.get()
    event["tags"]["institution"] = getattr(connection, "schema_name", None) or "-"
    return event
