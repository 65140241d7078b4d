"""Limits that begin and end by themselves: whoever is one of too many at once is asked to come back a little later.

Every minute traces are counted; a limit that was passed writes a Stop, and the doors of saying ask the stops that are
in force. So a deed costs nothing more on a quiet day, and an attack of some seconds passes: what it left is taken out
of the counts by people (invalidating.py).

Many people behind one address are nothing bad. So limits of addresses, networks and the whole count deeds of accounts
that are new, and hold up new accounts only, and of those nobody whose identity was checked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.abuse.figures import BURST, SUSTAINED, networks, sources
from civic.abuse.invalidating import may_invalidate
from civic.abuse.models import Limit, Scope, Stop
from civic.people.rules import is_staff
from civic.processes.clock import database_now
from civic.processes.persons import is_verified
from platform_core.access import YES, Verdict, no, require
from platform_core.access.memory import Memory
from platform_core.access.sources import NOWHERE, Whence
from platform_core.accounts.models import User
from platform_core.events.actions import record

NEW, YOUNG = timedelta(hours=24), timedelta(hours=1)
# What is unusual is told once in so long.
TOLD_FOR = timedelta(hours=6)
# A stop that began or was lifted in another process is known here at most this many seconds later.
REMEMBERED_SECONDS = 5
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Most:
    """So many deeds in ten minutes, so many in a day (0: no limit), and for how many minutes those wait then."""

    burst: int
    sustained: int
    minutes: int


# Five hundred new people behind one address, each doing three things in ten minutes, are below all of them.
USUAL = {
    Scope.ACCOUNT: Most(60, 600, 60),
    Scope.SOURCE: Most(2_000, 10_000, 30),
    Scope.NETWORK: Most(4_000, 20_000, 30),
    Scope.YOUNG: Most(10_000, 60_000, 30),
    Scope.INSTITUTION: Most(30_000, 200_000, 30),
}
_BY = {
    Scope.ACCOUNT: ("t.person::text", "true"),
    Scope.SOURCE: ("t.source", "t.at < u.joined_at + %(new)s"),
    Scope.NETWORK: ("t.network", "t.at < u.joined_at + %(new)s"),
    Scope.YOUNG: ("''", "t.at < u.joined_at + %(young)s"),
    Scope.INSTITUTION: ("''", "t.at < u.joined_at + %(new)s"),
}
PASSED = """
SELECT {key}, count(*) FILTER (WHERE t.at > %(burst)s) AS burst, count(*) AS sustained
FROM abuse_trace t JOIN accounts_user u ON u.id = t.person
WHERE t.at > %(sustained)s AND t.at <= %(at)s AND {among} AND ({key} <> '' OR {whole})
GROUP BY 1 HAVING (%(most)s > 0 AND count(*) FILTER (WHERE t.at > %(burst)s) > %(most)s)
               OR (%(most_sustained)s > 0 AND count(*) > %(most_sustained)s)
ORDER BY 2 DESC, 1 LIMIT {limit}
"""
_in_force: Memory[tuple[tuple[str, str, datetime], ...]] = Memory(REMEMBERED_SECONDS)


def limits_here() -> dict[Scope, Most]:
    own = {
        Scope(row.scope): Most(row.burst, row.sustained, row.minutes) for row in Limit.objects.order_by("pk")
    }
    return {**USUAL, **own}


@transaction.atomic
def set_limit(*, scope: Scope, most: Most, by: User, at: datetime) -> None:
    """Raises Refused."""
    require(may_invalidate(by))
    data = {"burst": most.burst, "sustained": most.sustained, "minutes": most.minutes}
    row, _new = Limit.objects.update_or_create(scope=scope, defaults=data)
    record("abuse.limit.set", row, at=at, actor=by, scope=str(scope), **data)


@transaction.atomic
def brake(*, at: datetime) -> list[Stop]:
    """Every minute: what has passed a limit waits from now on, and what is unusual is told. Returns what is new."""
    held = set(Stop.objects.filter(ends_at__gt=at).values_list("scope", "key", "only_told").order_by())
    begun = []
    for scope, most in limits_here().items():
        for key, burst, sustained in _passed(scope, most, at):
            if (scope, key, False) not in held:
                is_burst = 0 < most.burst < burst
                counted, allowed = (burst, most.burst) if is_burst else (sustained, most.sustained)
                begun.append(_begin(scope, key, counted, allowed, at, timedelta(minutes=most.minutes)))
    for scope, found in ((Scope.NETWORK, networks(at)), (Scope.SOURCE, sources(at))):
        for one in found:
            if one.is_trending and not {(scope, one.key, True), (scope, one.key, False)} & held:
                begun.append(_begin(scope, one.key, one.burst, 0, at, TOLD_FOR, only_told=True))
    if begun:
        _in_force.forget_here()
    return begun


@transaction.atomic
def lift_stop(*, stop: Stop, by: User, at: datetime) -> bool:
    """False when it was over. Raises Refused."""
    require(may_invalidate(by))
    done = Stop.objects.filter(pk=stop.pk, lifted_at=None, ends_at__gt=at).update(lifted_at=at, lifted_by=by)
    if done:
        _in_force.forget_here()
        record("abuse.stop.lifted", stop, at=at, actor=by, scope=stop.scope)
    return bool(done)


def may_go_on(person: Any, whence: Whence) -> Verdict:
    """Whether this deed is not one of too many at once. No query while nothing is in force."""
    about_me = [
        (Scope(scope), ends_at)
        for scope, key, ends_at in _in_force.here(_read)
        if key in _keys(Scope(scope), person, whence)
    ]
    if not about_me or is_staff(person):
        return YES
    at = database_now()
    held = [(scope, ends_at) for scope, ends_at in about_me if ends_at > at]
    own = [ends_at for scope, ends_at in held if scope == Scope.ACCOUNT]
    if own:
        return _later(_("That was very much at once."), max(own))
    is_young = at < person.joined_at + YOUNG
    about = [ends_at for scope, ends_at in held if scope != Scope.YOUNG or is_young]
    if not about or at >= person.joined_at + NEW or is_verified(person):
        return YES
    return _later(
        _("Very many new accounts take part from your surroundings just now."),
        max(about),
        _("Whoever has had their identity checked does not wait."),
    )


def _keys(scope: Scope, person: Any, whence: Whence) -> tuple[str, ...]:
    match scope:
        case Scope.ACCOUNT:
            return (str(person.pk),)
        case Scope.SOURCE:
            return (whence.source,) if whence != NOWHERE else ()
        case Scope.NETWORK:
            return (whence.network,) if whence != NOWHERE else ()
    return ("",)


def _later(sentence: str, ends_at: datetime, what_next: str = "") -> Verdict:
    moment = date_format(localtime(ends_at), "TIME_FORMAT")
    again = _("Please try again after %(moment)s.") % {"moment": moment}
    return no("too_many_at_once", f"{sentence} {again}", what_next, actual=ends_at.isoformat())


def _begin(
    scope: Scope,
    key: str,
    counted: int,
    most: int,
    at: datetime,
    lasts: timedelta,
    *,
    only_told: bool = False,
) -> Stop:
    made = Stop.objects.create(
        scope=scope,
        key=key,
        counted=counted,
        most=most,
        only_told=only_told,
        begins_at=at,
        ends_at=at + lasts,
    )
    kind = "abuse.burst.noticed" if only_told else "abuse.stop.begun"
    record(kind, made, at=at, scope=str(scope), counted=counted, until=made.ends_at.isoformat())
    return made


def _read() -> tuple[tuple[str, str, datetime], ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scope, key, ends_at FROM abuse_stop"
            " WHERE ends_at > clock_timestamp() AND lifted_at IS NULL AND NOT only_told ORDER BY id"
        )
        return tuple(cursor.fetchall())


def _passed(scope: Scope, most: Most, at: datetime) -> list[tuple[str, int, int]]:
    key, among = _BY[scope]
    whole = "true" if key == "''" else "false"
    with connection.cursor() as cursor:
        cursor.execute(
            PASSED.format(key=key, among=among, whole=whole, limit=MOST_AT_ONCE),
            {
                "at": at,
                "burst": at - BURST,
                "sustained": at - SUSTAINED,
                "most": most.burst,
                "most_sustained": most.sustained,
                "new": NEW,  # type: ignore[dict-item]  # intervals
                "young": YOUNG,  # type: ignore[dict-item]
            },
        )
        return list(cursor.fetchall())


def forget_stops(*, before: datetime) -> int:
    """As long as the traces they were made of are kept, and no longer; returns how many went."""
    return Stop.objects.filter(ends_at__lt=before).delete()[0]
