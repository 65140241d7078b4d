"""The clock's door of watching."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from tenants.watching.alerts import carry_messages, look_around
from tenants.watching.certificates import look_at_certificates
from tenants.watching.figures import refresh_figures


@shared_task
def count_figures() -> int:
    """Every minute: the institutions that were counted longest ago. 2,000 of them have their turn in ten minutes."""
    return refresh_figures(at=timezone.now())


@shared_task
def look_for_alerts() -> int:
    """Every minute: what needs a person; and what is to be told is carried. Returns how many were opened."""
    opened, _over = look_around(at=timezone.now())
    carry_messages(at=timezone.now())
    return opened


@shared_task
def look_at_certificates_of_own_hosts() -> int:
    """Every hour, a hundred names; nothing where pages are served without TLS."""
    return look_at_certificates(at=timezone.now()) if settings.PUBLIC_SCHEME == "https" else 0
