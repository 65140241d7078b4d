"""What a schema keeps from the role that serves its pages, where the database was told so (deploy/postgres/ledger.sql).

A small installation, and development, signs in as the database's superuser: there is nobody to hand anything over to,
and triggers alone keep the ledger.
"""

from tenants.connection import connection

THERE = "SELECT to_regprocedure('madang_keeper.hand_over(text)') IS NOT NULL"


def is_kept_by_privilege() -> bool:
    """Whether this database knows somebody to hand a ledger over to."""
    with connection.cursor() as cursor:
        cursor.execute(THERE)
        return bool(cursor.fetchone()[0])


def hand_over(schema_name: str) -> int:
    """From now on the schema's ledger is added to and read, and not changed; how many tables changed hands."""
    if not is_kept_by_privilege():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT madang_keeper.hand_over(%s)", [schema_name])
        return int(cursor.fetchone()[0])
