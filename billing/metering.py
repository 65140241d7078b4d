"""How much an institution used: counted from what is there, day by day of its own calendar.

A day is counted as often as one likes and written over. A limit that is reached is told to whoever can do something
about it; nothing a citizen does is ever stopped by it.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Sum

from billing import events
from billing.calendar import day_of
from billing.gateway import GatewayDown, GatewayRefused, gateway_called
from billing.models import Meter, UsageDay, UsageWarning
from billing.models.subscriptions import Gateway
from billing.telling import tell_both
from tenants.context import institution_context, public
from tenants.entitlements import AMOUNTS, amount_of
from tenants.figures import api_requests_on
from tenants.models import Institution
from tenants.tasks import carry_on, for_every_institution

log = logging.getLogger("madang.billing")
WARN_AT = (80, 100)
# Those that are added up over a month; the others say how much there is.
ADDED_UP = frozenset({Meter.MAILS, Meter.API_CALLS})
MEGABYTE = 1_000_000
# Letters and people of one day: [from, until).
COUNTED = """
SELECT
    (SELECT count(DISTINCT user_id) FROM people_staffrole),
    (SELECT count(*) FROM outbound_outboundmail WHERE state = 'sent' AND sent_at >= %(a)s AND sent_at < %(z)s),
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
            warn(institution=institution, at=at)
            counted += 1
    return counted


def measure(*, institution: Institution, day: date, at: datetime) -> dict[str, int]:
    """Count a day and keep it. What is there (seats, storage) is only known of today."""
    with institution_context(institution):
        starts = datetime.combine(day, time(), institution.zone)
        ends = datetime.combine(day + timedelta(days=1), time(), institution.zone)
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, {"a": starts, "z": ends})
            staff, mails, participants = cursor.fetchone()
        found = {
            Meter.MAILS.value: mails,
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
    """Files as they lie on the disk; what vanishes meanwhile counts nothing."""
    return sum(_sizes(Path(settings.MEDIA_ROOT) / institution.schema_name))


def _sizes(folder: Path) -> Iterator[int]:
    for file in folder.rglob("*"):
        try:
            if file.is_file():
                yield file.stat().st_size
        except OSError:
            continue


def usage_in_month(institution: Institution, month: date) -> dict[str, int]:
    """By meter: the month's sum of what is added up, the highest of what is there, the busiest day's participants."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    with public():
        found = (
            UsageDay.objects.filter(institution=institution, day__gte=first, day__lt=after)
            .order_by("meter")
            .values("meter")
            .annotate(total=Sum("value"), most=Max("value"))
        )
        return {one["meter"]: one["total"] if one["meter"] in ADDED_UP else one["most"] for one in found}


def warn(*, institution: Institution, at: datetime) -> list[tuple[str, int]]:
    """Say once a month that 80 or 100 % of a limit is used; returns what was said (the higher one, if both)."""
    today = day_of(institution, at)
    month, said = today.replace(day=1), []
    used = usage_in_month(institution, today)
    with public(), transaction.atomic():
        for meter in sorted(set(used) & AMOUNTS.keys()):
            limit = amount_of(institution, meter)
            if not limit:
                continue
            reached = [percent for percent in WARN_AT if used[meter] * 100 >= limit * percent]
            new = [percent for percent in reached if _first_time(institution, meter, month, percent, at)]
            if new:
                said.append((meter, new[-1]))
                tell_both(
                    events.USAGE_WARNED,
                    institution,
                    at=at,
                    meter=meter,
                    percent=new[-1],
                    used=used[meter],
                    limit=limit,
                )
    return said


def _first_time(institution: Institution, meter: str, month: date, percent: int, at: datetime) -> bool:
    _row, is_new = UsageWarning.objects.get_or_create(
        institution=institution, meter=meter, month=month, percent=percent, defaults={"at": at}
    )
    return is_new


def report_to_gateways(*, at: datetime, limit: int = 500) -> int:
    """Days that are over, to the meters of whoever subscribes by Stripe; each once, under its own key."""
    with public():
        # Two days later every institution's day is over, and counted once more.
        over = UsageDay.objects.filter(
            reported_at=None,
            day__lt=at.date() - timedelta(days=1),
            institution__subscription__gateway=Gateway.STRIPE,
        ).exclude(institution__subscription__customer_ref="")
        found = list(over.select_related("institution__subscription").order_by("pk")[:limit])
        reported = 0
        for one in found:
            held = one.institution.subscription
            try:
                gateway_called(held.gateway).report_usage(
                    held, one.meter, one.value, one.counted_at, key=f"usage-{one.pk}"
                )
            except (GatewayDown, GatewayRefused) as error:
                log.warning("Usage %s was not reported: %s", one.pk, error)
                continue
            reported += UsageDay.objects.filter(pk=one.pk).update(reported_at=at)
    return reported
