"""Counting how institutions are doing: one statement each, a bounded batch at a time, kept in the public schema.

Pages read what was kept: a list of 2,000 institutions enters no schema. Only counts and instants leave a schema.
"""

import logging
import time
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from psycopg import sql

from platform_core.outbound.bounces import MANY_SOFT, SOFT_WITHIN
from platform_core.outbound.pausing import LETTERS
from tenants.connection import connection
from tenants.context import public
from tenants.entitlements import paused
from tenants.migrations_across.head import institution_head
from tenants.models import Institution, Standing
from tenants.watching.answering import answers_of
from tenants.watching.models import Figures

log = logging.getLogger("madang.watching")

BATCH = 200
# A worker is not held longer than this at a time; what is left has its turn a minute later. Seconds.
LONGEST_TURN = 20
YEARLY_AFTER = timedelta(hours=20)

NOW = """
SELECT
    (SELECT count(*) FROM {s}.accounts_user WHERE withdrawn_at IS NULL) AS people,
    (SELECT count(*) FROM {s}.proposals_proposal WHERE standing = 'open') AS proposals,
    (SELECT count(*) FROM {s}.answers_answerrequest WHERE state = 'open') AS owed,
    (SELECT count(*) FROM {s}.answers_answerrequest
      WHERE state = 'open' AND due_at <= {at} AND paused_from IS NULL) AS overdue,
    (SELECT count(*) FROM {s}.outbound_outboundmail
      WHERE state = 'sent' AND sent_at > {day} AND created_at > {day} - interval '4 days') AS letters_sent,
    (SELECT count(*) FROM {s}.outbound_outboundmail
      WHERE state = 'failed' AND coalesce(send_after, created_at) > {day}
        AND created_at > {day} - interval '4 days') AS letters_failed,
    (SELECT count(*) FROM {s}.events_event WHERE announced_at IS NULL)
      + (SELECT count(*) FROM {s}.outbound_outboundmail
          WHERE state = 'waiting' AND (send_after IS NULL OR send_after <= {at}) {but_news}) AS waiting,
    least((SELECT min(at) FROM {s}.events_event WHERE announced_at IS NULL),
      (SELECT min(coalesce(send_after, created_at)) FROM {s}.outbound_outboundmail
        WHERE state = 'waiting' AND (send_after IS NULL OR send_after <= {at}) {but_news})) AS waiting_since,
    (SELECT count(*) FROM {s}.events_event WHERE announced_at IS NULL AND attempts > 0) AS failing,
    (SELECT count(*) FROM {s}.proposals_support WHERE given_at > {at} - interval '1 hour') AS supports_hour,
    (SELECT count(*) FROM {s}.proposals_support WHERE given_at > {at} - interval '7 days') AS supports_week,
    (SELECT at FROM {s}.events_event ORDER BY id DESC LIMIT 1) AS last_activity,
    (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = {name} AND c.relkind IN ('r', 'm')) AS bytes_database,
    ({files})::bigint AS bytes_files
"""
YEAR = """
SELECT
    (SELECT count(*) FROM {s}.proposals_proposal
      WHERE standing = 'open' AND submitted_at > {year}) AS proposals_year,
    (SELECT count(*) FROM (
        SELECT citizen_id FROM {s}.proposals_support WHERE given_at > {year}
        UNION SELECT author_id FROM {s}.proposals_comment WHERE created_at > {year} AND standing = 'open'
        UNION SELECT author_id FROM {s}.proposals_proposal WHERE submitted_at > {year} AND standing = 'open'
      ) AS anybody (person) WHERE person IS NOT NULL) AS participants_year,
    (SELECT count(*) FROM {s}.answers_answer WHERE published_at > {year}) AS answered_year,
    (SELECT count(*) FROM {s}.answers_answer a JOIN {s}.answers_answerrequest r ON r.id = a.request_id
      WHERE a.published_at > {year} AND a.published_at <= r.due_at) AS in_time_year,
    (SELECT avg(extract(epoch FROM a.published_at - r.opened_at) / 86400)::float8
      FROM {s}.answers_answer a JOIN {s}.answers_answerrequest r ON r.id = a.request_id
      WHERE a.published_at > {year}) AS answer_days
"""
# Of a table that a schema has at head: asked where nothing is missing. Set aside as platform_core/outbound/bounces.py does.
BOUNCED = """
SELECT
    (SELECT count(*) FROM {s}.outbound_bounce WHERE at > {day}) AS letters_bounced,
    (SELECT count(*) FROM (SELECT FROM {s}.outbound_bounce WHERE cleared_at IS NULL GROUP BY "to"
      HAVING bool_or(is_final) OR count(*) FILTER (WHERE at > {soft}) >= {many}) AS aside) AS addresses_aside
"""
MISSING = "SELECT schema_name, cardinality(missing) FROM tenants_migrations_in(%s, %s)"
MADE = "SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)"


def refresh_figures(*, at: datetime, limit: int = BATCH, longest: float = LONGEST_TURN) -> int:
    """Count the `limit` institutions that were counted longest ago; returns how many were reached in time."""
    end = time.monotonic() + longest
    with public():
        houses = list(
            Institution.objects.exclude(standing=Standing.PREPARING)
            .select_related("figures")
            .order_by(F("figures__as_of").asc(nulls_first=True), "pk")[:limit]
        )
        made, missing = _schemas([house.schema_name for house in houses])
        answers = answers_of([house.pk for house in houses], at)
        reached = 0
        for house in houses:
            if time.monotonic() > end:
                break
            if house.schema_name in made:
                _keep(house, missing.get(house.schema_name, 0), answers[house.pk], at)
            reached += 1
    return reached


def look_now(house: Institution, *, at: datetime) -> Figures | None:
    """How it is at this moment, not kept; None while it has no schema. What is counted once a day is as it was kept."""
    with public():
        made, missing = _schemas([house.schema_name])
        if house.schema_name not in made:
            return None
        kept = Figures.objects.filter(pk=house.pk).first() or Figures(institution_id=house.pk)
        kept.as_of, kept.trouble = at, ""
        kept.migrations_missing = missing.get(house.schema_name, 0)
        try:
            with transaction.atomic():
                counted: dict[str, Any] = _now(house, kept.migrations_missing, at)
        except DatabaseError as error:
            counted = {"trouble": type(error).__name__}
        for name, value in {**counted, **answers_of([house.pk], at)[house.pk]}.items():
            setattr(kept, name, value)
    return kept


def _schemas(names: list[str]) -> tuple[set[str], dict[str, int]]:
    """Which of them exist, and how many migrations each lacks."""
    with connection.cursor() as cursor:
        cursor.execute(MADE, [names])
        made = {row[0] for row in cursor.fetchall()}
        cursor.execute(MISSING, [sorted(made), list(institution_head().names)])
        return made, dict(cursor.fetchall())


def _keep(house: Institution, missing: int, answers: dict[str, int], at: datetime) -> None:
    known: Figures | None = getattr(house, "figures", None)
    kept: dict[str, Any] = {"as_of": at, "migrations_missing": missing, "trouble": "", **answers}
    try:
        with transaction.atomic():
            kept |= _now(house, missing, at)
            if known is None or known.year_as_of is None or at - known.year_as_of > YEARLY_AFTER:
                kept |= {**_ask(YEAR, house.schema_name, at), "year_as_of": at}
    except DatabaseError as error:
        # A schema that is being migrated, or too slow: the numbers of the last time stay, and it is said.
        log.warning("%s was not counted: %s", house.schema_name, type(error).__name__)
        kept["trouble"] = type(error).__name__
    Figures.objects.update_or_create(institution_id=house.pk, defaults=kept)


def _now(house: Institution, missing: int, at: datetime) -> dict[str, Any]:
    """Mere news that waits while a plan's letters are used up is no work that waits."""
    name = house.schema_name
    if missing:
        return _ask(NOW, name, at)
    but_news = "AND NOT is_optional" if LETTERS in paused(house) else ""
    return _ask(NOW, name, at, but_news) | _ask(BOUNCED, name, at)


def _ask(statement: str, name: str, at: datetime, but_news: str = "") -> dict[str, Any]:
    schema = sql.Identifier(name)
    files = sql.SQL(" + ").join(
        sql.SQL("(SELECT coalesce(sum(size), 0) FROM {}.{})").format(schema, sql.Identifier(table))
        for table in tables_of_files()
    )
    said = {
        "s": schema,
        "name": sql.Literal(name),
        "at": sql.Literal(at),
        "day": sql.Literal(at - timedelta(days=1)),
        "year": sql.Literal(at - timedelta(days=365)),
        "files": files,
        "soft": sql.Literal(at - SOFT_WITHIN),
        "many": sql.Literal(MANY_SOFT),
        "but_news": sql.SQL(but_news),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**said))
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=True))


@cache
def tables_of_files() -> tuple[str, ...]:
    """Every table of institutions that notes how many bytes a file has."""
    own = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    return tuple(
        sorted(
            model._meta.db_table
            for model in apps.get_models()
            if model._meta.app_label in own and any(field.name == "size" for field in model._meta.fields)
        )
    )
