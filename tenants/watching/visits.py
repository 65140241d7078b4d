"""The platform's note of who asked to enter which institution. The house's own log is civic/visits."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, Value

from platform_core.events.actions import record
from tenants.context import public
from tenants.models import Institution
from tenants.watching import events
from tenants.watching.models import OperatorVisit

OFFERED_MINUTES = (15, 30, 60)


def minutes_offered() -> list[int]:
    """15, 30, 60, none longer than settings.VISIT_MOST_MINUTES; the shortest stays in any case."""
    return [
        minutes
        for minutes in OFFERED_MINUTES
        if minutes <= settings.VISIT_MOST_MINUTES or minutes == OFFERED_MINUTES[0]
    ]


def ask_for_visit(
    *, institution: Institution, reason: str, minutes: int, at: datetime, by: models.Model
) -> OperatorVisit:
    """Written down before anybody enters. The caller has just seen the operator's second factor."""
    with public(), transaction.atomic():
        asked = OperatorVisit.objects.create(
            institution_id=institution.pk, operator_id=by.pk, reason=reason, minutes=minutes, asked_at=at
        )
        record(events.VISIT_ASKED, institution, at=at, actor=by, reason=reason, minutes=minutes)
    return asked


def note_begun(*, key: UUID, at: datetime) -> None:
    with public():
        OperatorVisit.objects.filter(key=key, begun_at=None).update(begun_at=at)


def note_ended(*, key: UUID, at: datetime) -> None:
    with public():
        OperatorVisit.objects.filter(key=key, ended_at=None).update(ended_at=at)


def may_still_enter(operator: int) -> bool:
    """Whether this operator works here today."""
    from platform_core.accounts.models import User

    with public():
        return User.objects.filter(pk=operator, is_active=True, withdrawn_at=None).exists()


def run_out(*, at: datetime) -> list[dict[str, Any]]:
    """Visits whose time is over and whose end nobody wrote down: `key`, `institution_id`."""
    long = ExpressionWrapper(F("minutes") * Value(timedelta(minutes=1)), output_field=DurationField())
    with public():
        under_way = OperatorVisit.objects.filter(Q(begun_at__isnull=False), ended_at=None)
        over = under_way.annotate(over_at=F("begun_at") + long).filter(over_at__lte=at)
        return [dict(one) for one in over.order_by("pk").values("key", "institution_id")]
