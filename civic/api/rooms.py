"""Rooms that an institution may do without: machines are told so, with a code."""

from typing import Any

from django.db.models import QuerySet

from platform_core.access import require
from tenants.entitlements import in_use_here


def require_room(feature: str, held: QuerySet[Any]) -> None:
    """Raises Refused where `feature` is not in use and nothing was ever `held` in it. What was held is still read."""
    may = in_use_here(feature)
    if not may.allowed and not held.exists():
        require(may)
