"""Taking an order: the rows of an institution that does not exist yet."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from platform_core.events.actions import record
from tenants import events
from tenants.context import public
from tenants.models import Hostname, Institution, ProvisioningStep
from tenants.provisioning.order import InstitutionOrder, check_order
from tenants.queries import forget_hosts


class OrderRefused(Exception):
    """`errors` says per field what to correct. Nothing was written."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in errors.items()))
        self.errors = errors


def place_order(*, order: InstitutionOrder, at: datetime, by: models.Model | None = None) -> Institution:
    """Write the institution, its host and its steps; the schema comes later. Raises OrderRefused."""
    with public():
        if errors := check_order(order):
            raise OrderRefused(errors)
        try:
            with transaction.atomic():
                return _write(order, at, by)
        except IntegrityError as error:
            if "domain" not in str(error):
                raise
            # Somebody took the host between the check and the writing.
            raise OrderRefused({"host": _("This host is taken.")}) from error


def _write(order: InstitutionOrder, at: datetime, by: models.Model | None) -> Institution:
    institution = Institution(
        name=order.name.strip(),
        kind=order.kind,
        tagline=order.tagline,
        languages=list(order.languages),
        time_zone=order.time_zone,
        country=order.country,
        settings=order.settings,
        order={**order.as_kept(), "ordered_at": at.isoformat()},
        standing_changed_at=at,
    )
    institution.save()
    Hostname.objects.create(domain=order.host, tenant=institution, is_primary=True)
    ProvisioningStep.objects.bulk_create(
        ProvisioningStep(institution=institution, position=position, path=path)
        for position, path in enumerate(settings.PROVISIONING_STEPS)
    )
    record(events.ORDERED, institution, at=at, actor=by, name=institution.name, host=order.host)
    transaction.on_commit(forget_hosts)
    return institution
