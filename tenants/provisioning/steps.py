"""The ground floor's own steps: the first and the last of opening an institution."""

from django.utils import timezone

from platform_core.events.actions import record
from tenants import events
from tenants.context import public
from tenants.keeping import hand_over
from tenants.models import Institution, Standing
from tenants.provisioning.blueprint.opening import make_schema, schema_exists
from tenants.provisioning.spares import take_spare
from tenants.queries import forget_hosts


def create_schema(institution: Institution) -> None:
    """Name a spare schema, or make one from the blueprint. It is there whole or not at all: one that exists is done."""
    name = institution.schema_name
    with public():
        if not schema_exists(name) and not take_spare(name):
            make_schema(name)
        hand_over(name)


def open_doors(institution: Institution) -> None:
    """From here on its host answers."""
    now = timezone.now()
    with public():
        opened = Institution.objects.filter(pk=institution.pk, standing=Standing.PREPARING).update(
            standing=Standing.OPEN, standing_changed_at=now, opened_at=now
        )
        if opened:
            record(events.OPENED, institution, at=now)
        institution.refresh_from_db(fields=["standing", "standing_changed_at", "opened_at"])
    forget_hosts()
