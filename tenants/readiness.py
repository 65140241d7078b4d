"""Whether the database is where this process's code expects it."""

from django.conf import settings

from tenants.context import public
from tenants.migrations_across.bring import missing_in_public
from tenants.migrations_across.plan import plan_for_institutions


def what_is_behind() -> str:
    """In a few words what has still to be migrated; empty when visitors can be served. Three queries."""
    with public():
        if missing := missing_in_public():
            return f"public lacks {len(missing)} migrations"
        behind = len(plan_for_institutions().behind)
    return f"{behind} institutions are behind" if behind > settings.READY_WHILE_BEHIND else ""
