"""Schemas whose structure is not the template's, though their migrations are the same: in what, exactly.

One question per kind of thing for a hundred schemas at a time, asked of the catalog from outside: the schema's own name
is taken out of what PostgreSQL writes, so that alike reads alike. Nothing is locked that anybody waits for.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tenants.connection import connection
from tenants.context import public, schema
from tenants.keeping import hand_over
from tenants.migrations_across.kinds_of_drift import KINDS
from tenants.migrations_across.plan import institutions_with_schema, plan_for_institutions
from tenants.migrations_across.records import SchemaDrift
from tenants.models import Institution
from tenants.provisioning.blueprint.opening import schema_exists
from tenants.provisioning.blueprint.store import TEMPLATE, current_blueprint

log = logging.getLogger("madang.tenants")
AT_A_TIME = 100

COMPARE = """
WITH found AS MATERIALIZED (
    SELECT house, {plain} AS line FROM ({lines}) lines
), wanted AS (
    SELECT DISTINCT line FROM found WHERE house = %(template)s
)
SELECT f.house, true, f.line FROM found f
WHERE f.house <> %(template)s AND NOT EXISTS (SELECT FROM wanted w WHERE w.line = f.line)
UNION ALL
SELECT h.house, false, w.line FROM unnest(%(houses)s::text[]) h (house) CROSS JOIN wanted w
WHERE h.house <> %(template)s AND NOT EXISTS (SELECT FROM found f WHERE f.house = h.house AND f.line = w.line)
"""
# Where it stands, PostgreSQL names everything with its schema; and it writes casts to text in other places after
# reading its own writing once.
PLAIN = "replace(line, quote_ident(house) || '.', '')"
WITHOUT_CASTS = f"regexp_replace({PLAIN}, '::(character varying|text)(\\(\\d+\\))?(\\[\\])?', '', 'g')"


@dataclass(frozen=True, order=True)
class Difference:
    """`is_surplus`: it is there and not in the template; otherwise the template has it and it is missing."""

    kind: str
    line: str
    is_surplus: bool


@dataclass(frozen=True)
class Drift:
    institution: Institution
    differences: tuple[Difference, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(one.line for one in self.differences if not one.is_surplus)

    @property
    def surplus(self) -> tuple[str, ...]:
        return tuple(one.line for one in self.differences if one.is_surplus)


def find_drift() -> list[Drift]:
    """Compare every institution that is at head with the template; those that differ, by id."""
    _stand_the_template_up()
    behind = {one.institution.pk for one in plan_for_institutions().behind}
    with public():
        houses = {one.schema_name: one for one in institutions_with_schema() if one.pk not in behind}
        found: dict[str, set[Difference]] = defaultdict(set)
        for name, difference in _differences(list(houses)):
            found[name].add(difference)
    return [Drift(house, tuple(sorted(found[name]))) for name, house in houses.items() if name in found]


def _stand_the_template_up() -> None:
    """A database made of backups has the blueprint, and no template: that is of nobody, and was not kept.

    What institutions hand over, it hands over, too.
    """
    blueprint = current_blueprint()
    with public(), transaction.atomic():
        if not schema_exists(TEMPLATE):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = 0; CREATE SCHEMA {TEMPLATE}")
            with schema(TEMPLATE), connection.cursor() as cursor:
                cursor.execute(blueprint.sql)
        hand_over(TEMPLATE)


def _differences(names: list[str]) -> Iterator[tuple[str, Difference]]:
    for first in range(0, len(names), AT_A_TIME):
        chosen = [*names[first : first + AT_A_TIME], TEMPLATE]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            for kind, (lines, has_casts) in KINDS.items():
                plain = WITHOUT_CASTS if has_casts else PLAIN
                sql = COMPARE.replace("{plain}", plain).replace("{lines}", lines)
                cursor.execute(sql, {"houses": chosen, "template": TEMPLATE})
                for house, is_surplus, line in cursor.fetchall():
                    yield house, Difference(kind, line, is_surplus)


def write_down_drift(*, at: datetime) -> list[Drift]:
    """Look, and keep what was seen until the next time; for the console, the alerts and the figures."""
    found = find_drift()
    with public(), transaction.atomic():
        SchemaDrift.objects.all().delete()
        SchemaDrift.objects.bulk_create(
            SchemaDrift(
                institution=drift.institution,
                kind=one.kind,
                is_surplus=one.is_surplus,
                line=one.line,
                seen_at=at,
            )
            for drift in found
            for one in drift.differences
        )
    for drift in found:
        log.error(
            "Schema %s differs from the template in %d things", drift.institution, len(drift.differences)
        )
    return found
