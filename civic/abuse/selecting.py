"""Which supports are meant: conditions as SQL, the same for counting, previewing and taking out."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from civic.abuse.models import Meant, Trail

# What is meant, as rows with `id`, `proposal_id`, `citizen_id` and `given_at`. Of votes, those not counted yet: a
# published result stays as it was published.
ROWS = {
    Meant.SUPPORT: "proposals_support",
    Meant.DISLIKE: "proposals_dislike",
    Meant.COMMENT: """(
SELECT x.id, c.proposal_id, x.citizen_id, x.given_at FROM proposals_commentsupport x
JOIN proposals_comment c ON c.id = x.comment_id)""",
    Meant.OPINION: """(
SELECT x.id, d.item_id AS proposal_id, x.citizen_id, x.given_at FROM debates_opinionsupport x
JOIN debates_opinion o ON o.id = x.opinion_id JOIN debates_debate d ON d.id = o.debate_id)""",
    Meant.VOTE: """(
SELECT x.id, b.item_id AS proposal_id, x.person_id AS citizen_id, x.at AS given_at FROM ballots_voter x
JOIN ballots_ballot b ON b.id = x.ballot_id WHERE b.counted_at IS NULL AND x.person_id IS NOT NULL)""",
}
# The word for it in traces, where it is not its own.
TRACED_AS = {Meant.COMMENT: Trail.COMMENT_SUPPORT, Meant.OPINION: Trail.OPINION_SUPPORT}


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of them hold together; what is empty asks nothing. At least one must be given besides the times.

    `items`, `people`: numbers of proposals and of accounts. `since`, `until`: given then (until is too late).
    `networks`, `sources`: keys of civic.abuse.noting; only what was given in the last thirty days has them.
    `younger_than_hours`: the account was no older than that when it was given. `verified`: whether it was.
    """

    items: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    networks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    younger_than_hours: int = 0
    verified: bool | None = None
    people: tuple[int, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether it means some, not simply everybody of all times."""
        return bool(self.items or self.networks or self.sources or self.younger_than_hours or self.people)

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        data = asdict(self)
        data["since"] = self.since.isoformat() if self.since else None
        data["until"] = self.until.isoformat() if self.until else None
        return data


def conditions_from(data: dict[str, Any]) -> Conditions:
    return Conditions(
        items=tuple(data["items"]),
        since=datetime.fromisoformat(data["since"]) if data["since"] else None,
        until=datetime.fromisoformat(data["until"]) if data["until"] else None,
        networks=tuple(data["networks"]),
        sources=tuple(data["sources"]),
        younger_than_hours=data["younger_than_hours"],
        verified=data["verified"],
        people=tuple(data["people"]),
    )


@dataclass(frozen=True, slots=True)
class Where:
    """Behind WHERE, on ROWS as s."""

    sql: str
    values: dict[str, Any]


def where(said: str, asked: Conditions, counted_at: datetime) -> Where:
    """What was given after it was counted is left alone."""
    parts = ["s.given_at <= %(counted_at)s"]
    values: dict[str, Any] = {"counted_at": counted_at}
    for name, sql in (
        ("items", "s.proposal_id = ANY(%(items)s)"),
        ("people", "s.citizen_id = ANY(%(people)s)"),
        ("since", "s.given_at >= %(since)s"),
        ("until", "s.given_at < %(until)s"),
        ("younger_than_hours", YOUNG),
    ):
        if value := getattr(asked, name):
            parts.append(EXISTS.format(YOUNG) if sql is YOUNG else sql)
            values[name] = list(value) if isinstance(value, tuple) else value
    if asked.verified is not None and said == Meant.SUPPORT:
        parts.append("s.verified" if asked.verified else "NOT s.verified")
    for name in ("networks", "sources"):
        if keys := getattr(asked, name):
            parts.append(EXISTS.format(TRACED.format(column=name.removesuffix("s"), name=name)))
            values[name] = list(keys)
    return Where(" AND ".join(parts), {**values, "deed": str(TRACED_AS.get(Meant(said), said))})


YOUNG = """FROM accounts_user u WHERE u.id = s.citizen_id
    AND s.given_at < u.joined_at + %(younger_than_hours)s * interval '1 hour'"""
TRACED = """FROM abuse_trace t WHERE t.item = s.proposal_id AND t.person = s.citizen_id
    AND t.deed = %(deed)s AND t.{column} = ANY(%({name})s)"""
EXISTS = "EXISTS (SELECT {0})"


def count_selected(said: str, asked: Conditions, at: datetime) -> dict[int, int]:
    """{proposal: how many}, of those with any. One query; nothing is changed."""
    chosen = where(said, asked, at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.proposal_id, count(*) FROM {ROWS[Meant(said)]} s WHERE {chosen.sql} GROUP BY 1",  # noqa: S608
            chosen.values,
        )
        return dict(cursor.fetchall())
