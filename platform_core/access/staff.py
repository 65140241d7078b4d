"""Asking for a staff role from rooms that may not know civic (themes): an arrow turned round.

civic.people hands its reader in when apps start; before that nobody is staff.
"""

from collections.abc import Callable
from typing import Any

RoleReader = Callable[[Any, str], bool]


def _nobody(person: Any, role: str) -> bool:
    return False


_reader: RoleReader = _nobody


def roles_are_read_by(reader: RoleReader) -> None:
    global _reader
    _reader = reader


def has_role(person: Any, role: str) -> bool:
    """Whether `person` holds `role` (administrator, moderator, respondent) in the institution at hand."""
    return bool(getattr(person, "is_authenticated", False)) and _reader(person, role)
