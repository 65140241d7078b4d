"""Where this connection stands, for the ground floor, which may not know `tenants`.

Rooms above ask tenants.context instead.
"""

from typing import Any, cast

from django.db import connection
from django_tenants.utils import get_public_schema_name


def institution_here() -> Any:
    """The institution at hand; in the public schema a nameless stand-in without its attributes."""
    return cast(Any, connection).tenant


def schema_here() -> str:
    return str(cast(Any, connection).schema_name)


def stand_in_public() -> None:
    """For the doors of the house: a request or a task begins and ends outside every institution."""
    cast(Any, connection).set_schema_to_public()


def in_public() -> bool:
    return schema_here() == get_public_schema_name()


def prepared_cursor() -> Any:
    """A cursor for statements that the server plans once for each connection (tenants/backend/prepared.py)."""
    return cast(Any, connection).prepared_cursor()
