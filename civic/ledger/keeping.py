"""The ledger is added to and read; by privilege, where the database knows somebody to keep it (tenants/keeping.py)."""

from tenants.connection import connection
from tenants.keeping import hand_over, is_kept_by_privilege

OURS = """
SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)::oid AND relowner = to_regrole(current_user)::oid
  AND relname IN ('ledger_entry', 'ledger_opening', 'ledger_tile', 'ledger_checkpoint') ORDER BY 1
"""


def keep_by_privilege() -> int:
    """Of the institution at hand, whichever way its schema came; how many tables were handed over now."""
    return hand_over(connection.schema_name)


def not_kept() -> list[str]:
    """Tables that could be changed by whoever serves pages, though this database knows better."""
    if not is_kept_by_privilege():
        return []
    with connection.cursor() as cursor:
        cursor.execute(OURS, [connection.schema_name])
        return [name for (name,) in cursor.fetchall()]
