"""Logging in: by e-mail, inside the institution the connection stands in."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from platform_core.access.place import prepared_cursor
from platform_core.accounts.models import User


class InstitutionBackend(AuthenticationBackend):
    """allauth's, without Django's permission tables."""

    def user_can_authenticate(self, user: object) -> bool:
        return bool(getattr(user, "is_active", False)) and not getattr(user, "withdrawn_at", None)

    def get_user(self, user_id: Any) -> User | None:
        """Who a session belongs to, asked for on every page: one plain statement instead of the ORM's."""
        names, statement = _reading()
        with prepared_cursor() as cursor:
            cursor.execute(statement, [user_id])
            row = cursor.fetchone()
        user = User.from_db(connection.alias, names, row) if row else None
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _reading() -> tuple[list[str], str]:
    fields = User._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f"SELECT {columns} FROM {User._meta.db_table} WHERE id = %s"  # noqa: S608 - our own names
    return [field.attname for field in fields], statement
