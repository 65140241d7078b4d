"""Asking a worker to open what was ordered, and finding again what a killed worker left."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest
from kombu.exceptions import OperationalError

from tenants.context import public
from tenants.models import Institution, ProvisioningStep, Standing, StepState

# A worker that begins a step says so: one that was silent for so long is gone.
SILENT = timedelta(seconds=45)


def open_soon(institution: Institution) -> bool:
    """Whether a worker was asked. False when there is no broker: then whoever asks runs the steps."""
    from tenants.provisioning.tasks import go_on_opening

    if not has_broker():
        return False
    try:
        go_on_opening.apply_async(kwargs={"pk": institution.pk})
    except OperationalError:
        return False
    return True


def has_broker() -> bool:
    """Whether anybody else could hear: messages in this process's own memory reach no worker."""
    return not settings.CELERY_BROKER_URL.startswith("memory:")


def in_preparation() -> "QuerySet[Institution]":
    """Ordered and not open, the latest first, with `moved_at` (when something happened last) and `has_failed`.

    Read in the public schema.
    """
    failed = ProvisioningStep.objects.filter(institution=OuterRef("pk"), state=StepState.FAILED)
    last = Max(Greatest(F("steps__started_at"), F("steps__finished_at"), output_field=DateTimeField()))
    return (
        Institution.objects.filter(standing=Standing.PREPARING)
        .annotate(has_failed=Exists(failed), moved_at=Coalesce(last, F("created_at")))
        .order_by("-pk")
    )


def left_lying(at: datetime) -> list[Institution]:
    """Openings that somebody began and nobody goes on with; what failed waits for a person."""
    with public():
        waiting = in_preparation().filter(
            has_failed=False, moved_at__lt=at - SILENT, created_at__gt=at - timedelta(days=1)
        )
        return list(waiting.order_by("pk"))


def abandoned(at: datetime) -> list[Institution]:
    """Orders in which nothing has happened for settings.ABANDONED_ORDER_DAYS."""
    with public():
        since = at - timedelta(days=settings.ABANDONED_ORDER_DAYS)
        return list(in_preparation().filter(moved_at__lt=since).order_by("pk"))
