"""An address is known to be somebody's: the house hears it by an event, however it came to be known."""

from datetime import datetime

from platform_core.accounts.models import User
from platform_core.events.actions import record

ADDRESS_CONFIRMED = "accounts.address.confirmed"


def say_confirmed(person: User, *, at: datetime) -> None:
    """Whoever keeps something under an address may find whose it is (civic/paper/listeners.py)."""
    record(ADDRESS_CONFIRMED, person, at=at, actor=person)
