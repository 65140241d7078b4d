"""Keeping up to date to whom bills are written."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from billing import events
from billing.models import Party
from billing.telling import tell_both
from tenants.context import public
from tenants.models import Institution


def change_party(
    *, institution: Institution, words: dict[str, Any], at: datetime, by: models.Model | None = None
) -> bool:
    """All of it at once. Bills that are written stay as they are. False when it stands so already."""
    with public(), transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        known, is_new = Party.objects.get_or_create(institution=institution, defaults=words)
        changed = sorted(name for name, value in words.items() if getattr(known, name) != value)
        if not is_new and not changed:
            return False
        Party.objects.filter(pk=known.pk).update(**words)
        # What changed, not to what: the trail keeps no telephone numbers.
        tell_both(events.PARTY_CHANGED, institution, at=at, by=by, fields=changed)
    return True
