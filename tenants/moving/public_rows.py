"""What the public schema holds of one institution, as it travels."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from platform_core.events.models import Event
from tenants.context import public
from tenants.models import Hostname, Institution, OwnDomain

# Of its row; what is not named here is this deployment's own.
CARRIED = (
    "name",
    "kind",
    "tagline",
    "languages",
    "time_zone",
    "country",
    "settings",
    "entitlements",
    "order",
)
MOMENTS = ("opened_at", "created_at", "standing_changed_at")


def public_rows(institution: Institution) -> dict[str, Any]:
    """institution.json: who it is, where it lives, what it bought and what was done with it. No operator is named."""
    with public():
        row = Institution.objects.get(pk=institution.pk)
        return {
            "institution": {
                "key": str(row.key),
                "schema": row.schema_name,
                "standing": row.standing,
                "standing_reason": row.standing_reason,
                **{name: getattr(row, name) for name in CARRIED},
                **{name: _said(getattr(row, name)) for name in MOMENTS},
            },
            "hostnames": [
                {"domain": host.domain, "is_primary": host.is_primary}
                for host in Hostname.objects.filter(tenant=row).order_by("domain")
            ],
            "own_domains": [
                {"domain": own.domain, "state": own.state, "asked_at": _said(own.asked_at)}
                for own in OwnDomain.objects.filter(institution=row).order_by("domain")
            ],
            "bought": {
                name: told
                for path in settings.MOVING_SUMMARIES
                for name, told in import_string(path)(row).items()
            },
            "history": [
                {"kind": event.kind, "at": _said(event.at)}
                for event in Event.objects.filter(subject_type="tenants.institution", subject_id=row.pk)
                .order_by("at", "pk")
                .only("kind", "at")
            ],
        }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
