"""개인정보 보호책임자: who they are, and whose account may do their work."""

from typing import Any

from civic.people.rules import is_administrator
from civic.privacy.models import Officer
from platform_core.access.memory import Memory

# Asked on every page of the desk of whoever is no administrator.
whose: Memory[int] = Memory(60)


def officer_here() -> Officer | None:
    return Officer.objects.select_related("account").first()


def is_privacy_officer(person: Any, *, fresh: bool = False) -> bool:
    """An administrator, or whoever's account the institution named; who guards something asks `fresh`."""
    if not getattr(person, "is_authenticated", False):
        return False
    return is_administrator(person) or whose.here(_account, fresh=fresh) == person.pk


def _account() -> int:
    found = Officer.objects.values_list("account_id", flat=True).first()
    return found or 0
