"""An instance belongs to the schema it was read from; saving or deleting it elsewhere is refused.

Row 7 of one institution is another row 7 at the neighbour's: an instance loaded in A and saved in
B would overwrite B's row. What bulk_create made and querysets' update() are not seen by this guard.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save

from tenants.backend.place import place
from tenants.connection import connection


class WrongHouse(Exception):
    """An instance of one institution was to be written in another."""


def refuse_elsewhere(instance: Any, **_: Any) -> None:
    """Raises WrongHouse. What is not stored anywhere yet may be stored here, and belongs here from then on."""
    state = instance._state
    home = getattr(state, "schema", None)
    if state.adding or home is None:
        state.schema = connection.schema_name
    elif home != connection.schema_name:
        raise WrongHouse(
            f"{instance._meta.label} {instance.pk} belongs to {home} "
            f"and was to be written in {connection.schema_name}."
        )


def stand_guard() -> None:
    pre_save.connect(refuse_elsewhere, dispatch_uid="tenants.guard")
    pre_delete.connect(refuse_elsewhere, dispatch_uid="tenants.guard")
    _remember_homes()


def _remember_homes() -> None:
    """Every instance read from a database is told where. Not by a signal: this runs for each row of a page."""
    read = Model.from_db.__func__  # type: ignore[attr-defined]

    def from_db(cls: type[Model], db: str | None, field_names: Any, values: Any) -> Model:
        instance: Any = read(cls, db, field_names, values)
        instance._state.schema = place.schema or connection.schema_name
        return instance

    Model.from_db = classmethod(from_db)  # type: ignore[assignment]
