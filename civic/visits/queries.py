"""Reads of the log of visits."""

from datetime import datetime

from django.db.models import Count, QuerySet

from civic.visits.models import Visit
from platform_core.events.models import Event


def visit_under_way(pk: int, *, at: datetime) -> Visit | None:
    """With whom it is acted as. One query."""
    return Visit.objects.select_related("user").filter(pk=pk, ended_at=None, until__gt=at).first()


def visits() -> QuerySet[Visit]:
    """The newest first, with how many pages were opened."""
    return Visit.objects.annotate(pages=Count("traces")).order_by("-pk")


def deeds_of(visit: Visit) -> QuerySet[Event]:
    """What it changed: every event that carries the operator's name in that time."""
    done = Event.objects.filter(
        actor=visit.user_id, at__gte=visit.begun_at, at__lte=visit.ended_at or visit.until
    )
    return done.exclude(kind__startswith="visits.").order_by("-pk")
