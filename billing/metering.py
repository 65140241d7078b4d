"""How much an institution used: counted from what is there, day by day of its own calendar.

A day is counted as often as one likes and written over. What follows from it stands in billing/limits.py.
"""

import logging
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from billing.calendar import day_of
from billing.gateway import GatewayDown, GatewayRefused, gateway_called
from billing.limits import look_at_limits
from billing.models import Meter, UsageDay
from billing.models.subscriptions import Gateway
from billing.usage import ADDED_UP
from tenants.context import institution_context, public
from tenants.figures import api_requests_on
from tenants.models import Institution
from tenants.moving.files import size_of
from tenants.tasks import carry_on, for_every_institution

log = logging.getLogger("madang.billing")
MEGABYTE = 1_000_000
# Stripe takes what is up to 35 days old.
REPORTED_WITHIN = timedelta(days=30)
# Letters, text messages and people of one day: [from, until).
COUNTED = """
SELECT
    (SELECT count(DISTINCT user_id) FROM people_staffrole),
    (SELECT count(*) FROM outbound_outboundmail WHERE state = 'sent' AND sent_at >= %(a)s AND sent_at < %(z)s),
    (SELECT count(*) FROM outbound_senttext WHERE at >= %(a)s AND at < %(z)s),
    (SELECT count(*) FROM (
        SELECT author_id FROM proposals_proposal WHERE submitted_at >= %(a)s AND submitted_at < %(z)s
        UNION SELECT citizen_id FROM proposals_support WHERE given_at >= %(a)s AND given_at < %(z)s
        UNION SELECT author_id FROM proposals_comment WHERE created_at >= %(a)s AND created_at < %(z)s
        UNION SELECT author_id FROM debates_opinion WHERE written_at >= %(a)s AND written_at < %(z)s
    ) AS people (id) WHERE id IS NOT NULL)
"""


def measure_everywhere(*, at: datetime) -> int:
    """Today so far and yesterday, which was perhaps not over when it was last counted; returns how many were counted."""
    counted = 0
    for institution in for_every_institution():
        with carry_on(institution):
            today = day_of(institution, at)
            for day in (today - timedelta(days=1), today):
                measure(institution=institution, day=day, at=at)
            look_at_limits(institution=institution, at=at)
            counted += 1
    return counted


def measure(*, institution: Institution, day: date, at: datetime) -> dict[str, int]:
    """Count a day and keep it. What is there (seats, storage) is only known of today."""
    with institution_context(institution):
        starts = datetime.combine(day, time(), institution.zone)
        ends = datetime.combine(day + timedelta(days=1), time(), institution.zone)
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, {"a": starts, "z": ends})
            staff, mails, texts, participants = cursor.fetchone()
        found = {
            Meter.MAILS.value: mails,
            Meter.TEXTS.value: texts,
            Meter.PARTICIPANTS.value: participants,
            Meter.API_CALLS.value: api_requests_on(day),
        }
    if day == day_of(institution, at):
        found |= {Meter.STAFF.value: staff, Meter.STORAGE.value: -(-stored_bytes(institution) // MEGABYTE)}
    _keep(institution, day, found, at)
    return found


def _keep(institution: Institution, day: date, found: dict[str, int], at: datetime) -> None:
    """API requests and letters are forgotten after a while: what was counted once is never written down smaller."""
    with public(), transaction.atomic():
        known = dict(UsageDay.objects.filter(institution=institution, day=day).values_list("meter", "value"))
        rows = [
            UsageDay(
                institution=institution,
                day=day,
                meter=meter,
                value=max(value, known.get(meter, 0)) if meter in ADDED_UP else value,
                counted_at=at,
            )
            for meter, value in sorted(found.items())
        ]
        UsageDay.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["institution", "meter", "day"],
            update_fields=["value", "counted_at"],
        )


def stored_bytes(institution: Institution) -> int:
    """Files as they lie in the store."""
    return size_of(institution.schema_name)[1]


def report_to_gateways(*, at: datetime, limit: int = 500) -> int:
    """Days that are over, to the meters of whoever subscribes by Stripe; each once, under its own key.

    What is refused is asked again for as long as the gateway takes days (REPORTED_WITHIN), and keeps nobody from their turn.
    """
    with public():
        # Two days later every institution's day is over, and counted once more.
        over = UsageDay.objects.filter(
            reported_at=None,
            day__lt=at.date() - timedelta(days=1),
            day__gt=at.date() - REPORTED_WITHIN,
            institution__subscription__gateway=Gateway.STRIPE,
        ).exclude(institution__subscription__customer_ref="")
        found = list(over.select_related("institution__subscription").order_by("?")[:limit])
        gateway, reported = gateway_called(Gateway.STRIPE), 0
        for one in found:
            held = one.institution.subscription
            try:
                gateway.report_usage(held, one.meter, one.value, one.counted_at, key=f"usage-{one.pk}")
            except GatewayDown as error:
                log.warning("Usage was not reported: %s", error)
                break
            except GatewayRefused as error:
                log.warning("Usage %s was not reported: %s", one.pk, error)
                continue
            reported += UsageDay.objects.filter(pk=one.pk).update(reported_at=at)
    return reported
