from typing import Any

from django.apps import AppConfig
from django.db import connection


class PeopleConfig(AppConfig):
    name = "civic.people"
    label = "people"

    def ready(self) -> None:
        from civic.people import listeners  # noqa: F401 - registers what this room hears
        from civic.people.actions import hold_administrators
        from civic.people.rules import forget_roles, has_role, is_staff, may_leave
        from platform_core.access import Verdict
        from platform_core.access.staff import roles_are_read_by
        from platform_core.accounts.landing import lands_at
        from platform_core.accounts.rules import objects_to_leaving
        from tenants.context import in_public

        def desk_of(person: Any) -> str | None:
            return "/desk/" if not in_public() and is_staff(person) else None

        def the_last_administrator_stays(person: Any) -> Verdict:
            if connection.in_atomic_block:  # somebody is leaving, not only asking
                hold_administrators()
                forget_roles(person)
            return may_leave(person)

        roles_are_read_by(has_role)
        lands_at(desk_of)
        objects_to_leaving(the_last_administrator_stays)
