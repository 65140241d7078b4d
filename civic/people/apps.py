from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "civic.people"
    label = "people"

    def ready(self) -> None:
        from civic.people import listeners  # noqa: F401 - registers what this room hears
        from civic.people.rules import has_role, is_staff, may_leave
        from platform_core.access import YES
        from platform_core.access.staff import roles_are_read_by
        from platform_core.accounts.landing import lands_at
        from platform_core.accounts.rules import objects_to_leaving
        from tenants.context import in_public

        def desk_of(person: Any) -> str | None:
            return "/desk/" if not in_public() and is_staff(person) else None

        roles_are_read_by(has_role)
        lands_at(desk_of)
        objects_to_leaving(lambda person: YES if in_public() else may_leave(person))
