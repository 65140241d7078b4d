"""Whether the replica may be asked: looked at every other second by each process, and left alone after a failure."""

import logging
import time
from threading import Lock

from django.conf import settings
from django.db import Error, connections

from tenants.replica.router import REPLICA

log = logging.getLogger("madang.tenants")
LOOK_EVERY_SECONDS, LEAVE_ALONE_SECONDS = 2.0, 15.0
# By its last transaction, not by what it received: a replica that is cut off has replayed all it knows of.
BEHIND = """
SELECT CASE WHEN pg_is_in_recovery() THEN coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 1e9)
       ELSE 0 END::float8
"""


class _Known:
    """`until`: when it is looked at again (time.monotonic)."""

    may_be_asked = False
    until = 0.0


known = _Known()
_one_looks = Lock()


def may_be_asked() -> bool:
    """In a quiet night nothing is replayed for minutes: then the first database answers, which has the time."""
    if REPLICA not in connections.settings:
        return False
    if known.until <= time.monotonic() and _one_looks.acquire(blocking=False):
        try:
            _look()
        finally:
            _one_looks.release()
    return known.may_be_asked


def leave_alone() -> None:
    known.may_be_asked, known.until = False, time.monotonic() + LEAVE_ALONE_SECONDS


def forget() -> None:
    known.may_be_asked, known.until = False, 0.0


def _look() -> None:
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(BEHIND)
            (behind,) = cursor.fetchone()
    except Error as error:
        log.warning("The replica cannot be asked: %s", error)
        leave_alone()
        return
    known.may_be_asked = behind <= settings.REPLICA_MOST_BEHIND
    known.until = time.monotonic() + LOOK_EVERY_SECONDS
