"""Verbs about visits. Each is written in the house's own log first."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from civic.visits import events
from civic.visits.models import Ending, Trace, TraceKind, Visit
from civic.visits.passes import Pass, void
from civic.visits.rules import may_end_visit
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from tenants.context import here
from tenants.watching.visits import may_still_enter, note_begun, note_ended

ADDRESS_KEPT = 2_000


def begin_visit(*, given: Pass, at: datetime) -> Visit:
    """Open the house to an operator. Raises Refused for a pass that was used, or whose bearer works here no more."""
    if not may_still_enter(given.operator):
        raise void()
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                key=given.uuid,
                operator=given.operator,
                operator_name=given.name,
                user=_who_acts(given, at),
                reason=given.reason,
                begun_at=at,
                until=at + timedelta(minutes=given.minutes),
            )
            record(
                events.BEGUN,
                visit,
                at=at,
                actor=visit.user,
                name=given.name,
                reason=given.reason,
                until=visit.until.isoformat(),
            )
    except IntegrityError as used:
        raise void() from used
    note_begun(key=visit.key, at=at)
    return visit


def _who_acts(given: Pass, at: datetime) -> User:
    """The row that deeds are written under. Nobody signs in as it, no letter reaches it, and no count takes it for
    a person: it is kept like somebody's who has left.
    """
    house = here()
    with translation.override(house.default_language if house else None):
        name = _("%(name)s (platform operator)") % {"name": given.name}
    user, is_new = User.objects.get_or_create(
        email=f"operator-{given.operator}@visit.invalid",
        defaults={
            "name": name,
            "password": make_password(None),
            "is_active": False,
            "joined_at": at,
            "withdrawn_at": at,
        },
    )
    if not is_new and user.name != name:
        User.objects.filter(pk=user.pk).update(name=name)
    return user


@transaction.atomic
def end_visit(*, visit: Visit, because: Ending, at: datetime, by: Any = None) -> bool:
    """Its session opens nothing from this moment on. False when it was over. `by` None: the clock. Raises Refused."""
    if by is not None:
        require(may_end_visit(by, visit))
    at = min(at, visit.until) if because == Ending.TIME else at
    if not Visit.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=at, ended_because=because):
        return False
    record(
        events.ENDED,
        visit,
        at=at,
        actor=by,
        name=visit.operator_name,
        because=because.value,
        pages=visit.traces.count(),
    )
    note_ended(key=visit.key, at=at)
    return True


def note_trace(*, visit: Visit, kind: TraceKind, address: str, at: datetime) -> None:
    Trace.objects.create(visit=visit, kind=kind, address=address[:ADDRESS_KEPT], at=at)
