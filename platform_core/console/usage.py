"""How institutions are doing: numbers, never citizens' data."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from psycopg import sql

from tenants.context import public
from tenants.models import Institution

# One branch per institution, so that a page of the list costs one round trip. Only counts and instants leave.
BRANCH = sql.SQL("""
SELECT {pk},
    (SELECT count(*) FROM {schema}.accounts_user WHERE withdrawn_at IS NULL),
    (SELECT count(*) FROM {schema}.proposals_proposal WHERE standing = 'open'),
    (SELECT count(*) FROM {schema}.answers_answerrequest WHERE state = 'open'),
    (SELECT count(*) FROM {schema}.answers_answerrequest WHERE state = 'open' AND due_at <= {at}),
    (SELECT count(*) FROM {schema}.outbound_outboundmail WHERE state = 'failed'),
    (SELECT count(*) FROM {schema}.events_event WHERE announced_at IS NULL),
    (SELECT min(at) FROM {schema}.events_event WHERE announced_at IS NULL),
    (SELECT max(at) FROM {schema}.events_event)
""")
EXISTING = "SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Usage:
    people: int
    proposals: int
    owed: int
    overdue: int
    failed_letters: int
    waiting_events: int
    oldest_waiting: datetime | None
    last_activity: datetime | None

    def is_stuck(self, at: datetime) -> bool:
        """An event has waited for more than two minutes: no worker, or one that fails."""
        return self.oldest_waiting is not None and (at - self.oldest_waiting).total_seconds() > 120


def usage_of(institutions: list[Institution], *, at: datetime) -> dict[int, Usage]:
    """By id; an institution whose schema has not been made yet is left out."""
    with public(), connection.cursor() as cursor:
        cursor.execute(EXISTING, [[one.schema_name for one in institutions]])
        made = {row[0] for row in cursor.fetchall()}
        branches = [_branch(one, at) for one in institutions if one.schema_name in made]
        if not branches:
            return {}
        cursor.execute(sql.SQL(" UNION ALL ").join(branches))
        return {row[0]: Usage(*row[1:]) for row in cursor.fetchall()}


def _branch(institution: Institution, at: datetime) -> sql.Composed:
    return BRANCH.format(
        pk=sql.Literal(institution.pk), schema=sql.Identifier(institution.schema_name), at=sql.Literal(at)
    )
