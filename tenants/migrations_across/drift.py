"""Schemas whose structure is not the template's, though their migrations are the same. On demand."""

from dataclasses import dataclass

from tenants.context import public, schema
from tenants.migrations_across.plan import institutions_with_schema, plan_for_institutions
from tenants.models import Institution
from tenants.provisioning.blueprint.fingerprint import fingerprint_here, structure_here
from tenants.provisioning.blueprint.store import TEMPLATE, current_blueprint


@dataclass(frozen=True)
class Drift:
    """`lacking` and `surplus` are lines of structure, compared with the template."""

    institution: Institution
    lacking: tuple[str, ...]
    surplus: tuple[str, ...]


def find_drift() -> list[Drift]:
    """Compare every institution that is at head with the template. A few milliseconds each."""
    wanted = current_blueprint().fingerprint
    behind = {one.institution.pk for one in plan_for_institutions().behind}
    with public():
        houses = [house for house in institutions_with_schema() if house.pk not in behind]
    found = []
    for house in houses:
        with schema(house.schema_name):
            if fingerprint_here() != wanted:
                found.append(_difference(house))
    return found


def _difference(house: Institution) -> Drift:
    here = structure_here()
    with schema(TEMPLATE):
        template = structure_here()
    return Drift(house, tuple(sorted(template - here)), tuple(sorted(here - template)))
