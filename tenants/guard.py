"""An instance belongs to the schema it was made in; saving or deleting it elsewhere is refused.

Row 7 of one institution is another row 7 at the neighbour's: an instance loaded in A and saved in
B would overwrite B's row.
"""

from typing import Any

from django.db.models.signals import post_init, pre_delete, pre_save

from tenants.connection import connection


class WrongHouse(Exception):
    """An instance of one institution was to be written in another."""


def remember_home(instance: Any, **_: Any) -> None:
    instance._state.schema = connection.schema_name


def refuse_elsewhere(instance: Any, **_: Any) -> None:
    """Raises WrongHouse. What is not stored anywhere yet may still be stored here."""
    state = instance._state
    home = getattr(state, "schema", None)
    if home is None or home == connection.schema_name:
        return
    if state.adding:
        state.schema = connection.schema_name
        return
    label = instance._meta.label
    raise WrongHouse(
        f"{label} {instance.pk} belongs to {home} and was to be written in {connection.schema_name}."
    )


def stand_guard() -> None:
    post_init.connect(remember_home, dispatch_uid="tenants.guard")
    pre_save.connect(refuse_elsewhere, dispatch_uid="tenants.guard")
    pre_delete.connect(refuse_elsewhere, dispatch_uid="tenants.guard")
