"""Writing down what happened where it is looked for: at the operator's, and in the institution's own history."""

from datetime import datetime
from typing import Any

from django.db import models

from platform_core.events.actions import record
from tenants.context import institution_context, public
from tenants.models import Institution


def tell_both(
    kind: str, institution: Institution, *, at: datetime, by: models.Model | None = None, **data: Any
) -> None:
    """In the caller's transaction. `by` is known in one of the two places only: where that person lives."""
    home = getattr(by._state, "schema", None) if by is not None else None  # set by tenants/guard.py
    with public():
        record(kind, institution, at=at, actor=by if home == "public" else None, **data)
    with institution_context(institution):
        record(kind, None, at=at, actor=by if home not in (None, "public") else None, **data)
