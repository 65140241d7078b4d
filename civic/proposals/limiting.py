"""How often somebody may do something (guide C2.12): so many in any so many times 24 hours, in one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.processes.document import Limit, Rules
from civic.processes.kinds import Deed
from platform_core.access import YES, Verdict, no
from tenants.connection import connection

# In debates and votes, of an item in one of its stages; replies are no votes.
VOTES = """(SELECT d.item_id, o.author_id, o.written_at FROM debates_opinion o
    JOIN debates_debate d ON d.id = o.debate_id WHERE o.parent_id IS NULL
    UNION ALL SELECT b.item_id, v.person_id, v.at FROM ballots_voter v
    JOIN ballots_ballot b ON b.id = v.ballot_id)"""


def _with_set_aside(said: str) -> str:
    """Whoever is quietly limited comes to the same limits."""
    columns = "SELECT proposal_id, citizen_id, given_at FROM"
    aside = f"{columns} proposals_setaside WHERE said = '{said}'"
    return f"({columns} proposals_{said} UNION ALL {aside})"


# When they did it, the latest first. What was taken back or deleted was done all the same: proposals and
# comments stay as rows; a support that was taken back leaves none, and is free again.
DONE = {
    deed: f"""
        SELECT did.{moment} FROM {table} did JOIN proposals_proposal p ON p.id = did.{proposal}
        JOIN processes_processversion v ON v.id = p.process_version_id
        WHERE did.{person} = %(person)s AND did.{moment} > %(since)s
          AND v.process_id = (SELECT process_id FROM processes_processversion WHERE id = %(version)s)
        ORDER BY 1 DESC LIMIT %(most)s"""  # noqa: S608 - our own names
    for deed, table, proposal, person, moment in (
        (Deed.PROPOSE, "proposals_proposal", "id", "author_id", "submitted_at"),
        (Deed.SUPPORT, _with_set_aside("support"), "proposal_id", "citizen_id", "given_at"),
        (Deed.DISLIKE, _with_set_aside("dislike"), "proposal_id", "citizen_id", "given_at"),
        (Deed.COMMENT, "proposals_comment", "proposal_id", "author_id", "created_at"),
        (Deed.VOTE, VOTES, "item_id", "author_id", "written_at"),
    )
}
# Any constant will do; the institution, the person and the deed are added.
LIMIT_LOCK = 0x6C696D74


_asked: ContextVar[dict[tuple[Any, ...], list[datetime]] | None] = ContextVar("limits_asked", default=None)


@contextmanager
def limits_asked_once() -> Iterator[None]:
    """Inside, what somebody did is looked up once per limit and version, not for every item of a list.

    For drawing only: no verb is done inside.
    """
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def limits_on(rules: Rules, deed: Deed) -> tuple[Limit, ...]:
    return tuple(limit for limit in rules.limits if limit.deed == deed and deed in DONE)


def within_limits(person: Any, rules: Rules, version_id: int, deed: Deed, at: datetime) -> Verdict:
    """YES, or `limit_reached` with the day from which it is possible again. One query for each limit there is."""
    for limit in limits_on(rules, deed):
        done = _done(person.pk, version_id, limit, at)
        if len(done) >= limit.count:
            again = done[limit.count - 1] + timedelta(days=limit.days)
            return no(
                "limit_reached",
                _("Each person may do this %(count)s times in %(days)s days, and you have.")
                % {"count": limit.count, "days": limit.days},
                _("It is possible again from %(moment)s.")
                % {"moment": date_format(localtime(again), "SHORT_DATETIME_FORMAT")},
                requirement=limit.count,
                actual=len(done),
            )
    return YES


def hold_limit(person: Any, rules: Rules, deed: Deed) -> None:
    """Until the transaction ends, this person does one such thing at a time: two at once would both be the last."""
    if limits_on(rules, deed):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, hashtext(current_schema() || ' ' || %s || ' ' || %s))",
                [LIMIT_LOCK, str(person.pk), deed.value],
            )


def _done(person_id: int, version_id: int, limit: Limit, at: datetime) -> list[datetime]:
    memory = _asked.get()
    if memory is None:
        return _read_done(person_id, version_id, limit, at)
    asked = (connection.schema_name, person_id, version_id, limit, at)
    if asked not in memory:
        memory[asked] = _read_done(person_id, version_id, limit, at)
    return memory[asked]


def _read_done(person_id: int, version_id: int, limit: Limit, at: datetime) -> list[datetime]:
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "person": person_id,
            "version": version_id,
            "since": at - timedelta(days=limit.days),
            "most": limit.count,
        }
        cursor.execute(DONE[limit.deed], asked)
        return [moment for (moment,) in cursor.fetchall()]
