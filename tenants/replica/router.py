"""Which database answers a question of Django's."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from platform_core.access.lagging import may_lag

REPLICA = "replica"
SAME_ROWS = {DEFAULT_DB_ALIAS, REPLICA}


class ReplicaRouter:
    """Reads that may lag go to the replica, outside transactions; whatever is written goes to the first."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        if may_lag() and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return REPLICA
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        # Said, not left open: an instance that was read from the replica would be saved there.
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        return True if {one._state.db, other._state.db} <= SAME_ROWS else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None
