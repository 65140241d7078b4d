"""The clock's door to the office. Everything here may run twice, late, or be cut short."""

import logging

from celery import shared_task
from django.utils import timezone

from billing.dunning import dun
from billing.ordering import carry_out_waiting
from billing.terms import turn_terms

log = logging.getLogger("madang.billing")


@shared_task
def carry_out_orders() -> int:
    """Every minute: orders that were cut short, or whose gateway was down."""
    return carry_out_waiting(at=timezone.now())


@shared_task
def turn_the_office() -> None:
    """Every hour, for each institution's day begins at its own midnight: next bills, next terms, reminders."""
    at = timezone.now()
    turn_terms(at=at)
    dun(at=at)
