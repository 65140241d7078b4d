"""The database's clock: the one clock that decides what is too late."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """This instant (not the transaction's start) in UTC, by the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
