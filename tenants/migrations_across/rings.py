"""Who is brought to head first: the template, then who volunteered, then all the others."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction

from platform_core.events.actions import record
from tenants import events
from tenants.context import public
from tenants.migrations_across.plan import Behind
from tenants.migrations_across.records import MigrationVolunteer, Ring
from tenants.models import Institution


def in_rings(behind: Sequence[Behind]) -> dict[Ring, list[Behind]]:
    """`behind` by ring, in the order of the rings. (The template has none: it is brought first, as a whole.)"""
    with public():
        early = set(MigrationVolunteer.objects.values_list("institution_id", flat=True))
    return {
        Ring.VOLUNTEERS: [one for one in behind if one.institution.pk in early],
        Ring.REST: [one for one in behind if one.institution.pk not in early],
    }


def volunteer(*, institution: Institution, at: datetime, by: models.Model | None = None) -> bool:
    """Let it go before the others from the next release on. False when it does already."""
    with public(), transaction.atomic():
        _row, is_new = MigrationVolunteer.objects.get_or_create(
            institution=institution, defaults={"since": at}
        )
        if is_new:
            record(events.VOLUNTEERED, institution, at=at, actor=by)
        return is_new


def step_back(*, institution: Institution, at: datetime, by: models.Model | None = None) -> bool:
    """Let it go with all the others again. False when it does already."""
    with public(), transaction.atomic():
        gone, _ = MigrationVolunteer.objects.filter(institution=institution).delete()
        if gone:
            record(events.STEPPED_BACK, institution, at=at, actor=by)
        return bool(gone)
