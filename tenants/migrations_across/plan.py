"""Who is behind: one question for all schemas."""

from dataclasses import dataclass

from tenants.connection import connection
from tenants.context import public
from tenants.migrations_across.head import institution_head
from tenants.models import Institution


@dataclass(frozen=True)
class Behind:
    institution: Institution
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """`ahead` have migrations this code does not know: they were reached by a newer release."""

    schemas: int
    behind: tuple[Behind, ...]
    ahead: tuple[tuple[Institution, tuple[str, ...]], ...]


def plan_for_institutions() -> Plan:
    """Every institution that has a schema, compared with the code's head. Two queries for any number."""
    with public():
        houses = {house.schema_name: house for house in institutions_with_schema()}
        differing = _differences(list(houses))
    behind = tuple(Behind(houses[name], tuple(missing)) for name, missing, _extra in differing if missing)
    ahead = tuple((houses[name], tuple(extra)) for name, _missing, extra in differing if extra)
    return Plan(schemas=len(houses), behind=behind, ahead=ahead)


def institutions_with_schema() -> list[Institution]:
    return list(
        Institution.objects.extra(
            where=["EXISTS (SELECT FROM pg_namespace WHERE nspname = schema_name)"]
        ).order_by("id")
    )


def _differences(schemas: list[str]) -> list[tuple[str, list[str], list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM tenants_migrations_in(%s, %s)", [schemas, list(institution_head().names)]
        )
        return cursor.fetchall()
