"""The clock's door to the office. Everything here may run twice, late, or be cut short."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from billing.carrying_out import carry_out_waiting
from billing.dunning import dun
from billing.metering import measure_everywhere, report_to_gateways
from billing.terms import turn_terms
from billing.transfers import tell_gateways
from billing.trials_clock import turn_trials
from billing.webhooks import KEPT, act_on_waiting, differences, forget_old_events

log = logging.getLogger("madang.billing")


@shared_task
def carry_out_orders() -> int:
    """Every minute: orders that were cut short, or whose gateway was down; events that nobody acted on."""
    at = timezone.now()
    act_on_waiting(at=at)
    tell_gateways(at=at)
    return carry_out_waiting(at=at)


@shared_task
def act_on_events() -> int:
    return act_on_waiting(at=timezone.now())


@shared_task
def turn_the_office() -> None:
    """Every hour, for each institution's day begins at its own midnight: next bills, next terms, reminders."""
    at = timezone.now()
    turn_terms(at=at)
    dun(at=at)
    turn_trials(at=at)


@shared_task
def measure_usage() -> int:
    """Every hour; what was counted for a day is written over."""
    at = timezone.now()
    counted = measure_everywhere(at=at)
    report_to_gateways(at=at)
    return counted


@shared_task
def compare_with_gateways() -> int:
    """Every night. What differs is written down for the operators, and in the log."""
    at = timezone.now()
    found = differences(at=at)
    for one in found:
        log.error("The gateway and our books differ: %s", one)
    forget_old_events(before=at - KEPT - timedelta(days=1))
    return len(found)
