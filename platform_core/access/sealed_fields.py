"""Columns whose words are sealed on their way into the database and opened on their way out (contact_sealing.py).

Found only as a whole: `filter(phone="…")`. Any other question to such a column is refused, because it would find nothing.
"""

import json
from typing import Any

from django.db import models
from django.db.models.lookups import Exact, IsNull

from platform_core.access.contact_sealing import PREFIX, every_seal_of, open_contact, seal_contact


class _TheSame(Exact):
    """Sealed with whichever key of the ring, or not yet sealed."""

    lookup_name = "exact"

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not isinstance(self.rhs, str):
            raise TypeError("What is sealed is found by its words alone.")
        lhs, params = self.process_lhs(compiler, connection)
        if not self.rhs:
            return f"{lhs} = ''", params
        wanted = [self.rhs, *every_seal_of(self.rhs)]
        places = ", ".join(["%s"] * len(wanted))
        return f"{lhs} IN ({places})", [*params, *wanted]


class SealedTextField(models.TextField):
    """Text of people that opens the way to them. `lowered`: an e-mail address, the same in any spelling of case."""

    def __init__(self, *args: Any, lowered: bool = False, **kwargs: Any) -> None:
        self.lowered = lowered
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """To a migration it is text: what is in it is none of its business."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        words = super().get_prep_value(value)
        if not words or not isinstance(words, str):
            return words
        return seal_contact(words.lower() if self.lowered else words)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return open_contact(value) if isinstance(value, str) and value.startswith(PREFIX) else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        if lookup_name == "exact":
            return _Lowered if self.lowered else _TheSame
        if lookup_name == "iexact" and self.lowered:
            return _Lowered
        raise TypeError(f"{self.name} is sealed: it cannot be asked for by {lookup_name}.")


class _Lowered(_TheSame):
    def get_prep_lookup(self) -> Any:
        return self.rhs.lower() if isinstance(self.rhs, str) else self.rhs


class SealedJSONField(models.JSONField):
    """What people wrote, with how to reach them in it. Read as a whole; empty things stay as they are."""

    def deconstruct(self) -> Any:
        """As SealedTextField's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value and not hasattr(value, "resolve_expression"):
            value = seal_contact(json.dumps(value, cls=self.encoder, ensure_ascii=False))
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        read = super().from_db_value(value, expression, connection)
        if isinstance(read, str) and read.startswith(PREFIX):
            return json.loads(open_contact(read), cls=self.decoder)
        return read
