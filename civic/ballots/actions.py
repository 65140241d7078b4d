"""The verbs of a ballot: the only writers of this room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from civic.ballots.counting import Count
from civic.ballots.kinds import AGAINST, FOR, Kind, Ties
from civic.ballots.models import Ballot, Option, Paper, Voter
from civic.ballots.papers_log import write_papers_log
from civic.ballots.secrecy import key_of, keys_of
from civic.processes.kinds import Shown
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.events.actions import record

# Held as the foreign key of a vote would hold it: whoever closes the ballot waits for us, and we for them.
HOLD = "SELECT 1 FROM ballots_ballot WHERE id = %s FOR KEY SHARE"
# The database's clock closes. A person's second vote waits for the first: they share one row.
CAST = """
INSERT INTO ballots_voter (ballot_id, person_id, at, is_offline, entered_by_id)
SELECT id, %(person)s, clock_timestamp(), %(by)s::bigint IS NOT NULL, %(by)s FROM ballots_ballot
WHERE id = %(ballot)s AND opened_at <= clock_timestamp() AND counted_at IS NULL
  AND (closes_at IS NULL OR clock_timestamp() < closes_at)
  AND NOT EXISTS (SELECT FROM restraints_aside a
                  WHERE a.kind = 'vote' AND a.item = %(ballot)s AND a.person = %(person)s)
ON CONFLICT (ballot_id, person_id) DO UPDATE SET at = excluded.at
RETURNING xmax = 0
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked, and how it is answered."""

    kind: Kind
    question: str
    lead: str = ""
    choices: int = 1
    exactly: bool = False
    sum: int = 0
    takes_blank: bool = False
    may_change: bool = True
    may_withdraw: bool = False
    shown: Shown = Shown.AT_THE_END
    is_shuffled: bool = True
    ties: Ties = Ties.CHEAPER
    has_boxes: bool = False

    def as_fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def create_ballot(
    *, item: Proposal, stage_key: str, is_joint: bool, terms: Terms, by: User | None, at: datetime
) -> Ballot:
    """A draft, seen by staff alone."""
    ballot = Ballot.objects.create(
        item=item, stage_key=stage_key, is_joint=is_joint, created_at=at, **terms.as_fields()
    )
    offer_sides(ballot)
    _tell("ballots.ballot.prepared", ballot, at, by, stage_key=stage_key)
    return ballot


@transaction.atomic
def change_terms(*, ballot: Ballot, terms: Terms, by: User, at: datetime) -> None:
    """What was approved was something else: it is approved anew, unless it runs already."""
    again = {"approved_at": None, "approved_by": None} if ballot.opened_at is None else {}
    _set(ballot, **terms.as_fields(), **again)
    offer_sides(ballot)
    _tell("ballots.ballot.changed", ballot, at, by)


def offer_sides(ballot: Ballot) -> None:
    """For and against stand on a ballot of that kind by themselves, and on no other."""
    if ballot.kind == Kind.FOR_AGAINST:
        for position, code in enumerate((FOR, AGAINST)):
            Option.objects.get_or_create(ballot=ballot, code=code, defaults={"position": position})
    else:
        Option.objects.filter(ballot=ballot).exclude(code="").delete()


@transaction.atomic
def approve_ballot(*, ballot: Ballot, by: User, at: datetime) -> None:
    _set(ballot, approved_at=at, approved_by=by)
    _tell("ballots.ballot.approved", ballot, at, by)


@transaction.atomic
def withdraw_approval(*, ballot: Ballot, by: User, at: datetime) -> None:
    """An option has changed: somebody looks at it once more."""
    if ballot.opened_at is None and ballot.approved_at is not None:
        _set(ballot, approved_at=None, approved_by=None)
    _tell("ballots.ballot.changed", ballot, at, by)


@transaction.atomic
def open_ballot(*, ballot: Ballot, closes_at: datetime | None, by: User | None, at: datetime) -> bool:
    """With its stage; False when it is open already, or over."""
    if ballot.opened_at is not None:
        return False
    _set(ballot, opened_at=at, closes_at=closes_at)
    _tell("ballots.ballot.opened", ballot, at, by)
    return True


def keep_end(*, ballot: Ballot, closes_at: datetime | None) -> None:
    """It ends with its stage, whenever that is now."""
    if ballot.closes_at != closes_at:
        _set(ballot, closes_at=closes_at)


def hold_for_vote(ballot: Ballot) -> None:
    """Until the transaction ends nobody closes or changes it; others vote beside us."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [ballot.pk])


def cast(*, ballot: Ballot, person: int, by: User | None = None) -> bool | None:
    """Say that this person votes: True the first time. None when, by the database's clock, it is not open, or
    when their vote was taken out of the count."""
    with connection.cursor() as cursor:
        cursor.execute(CAST, {"ballot": ballot.pk, "person": person, "by": by.pk if by else None})
        row = cursor.fetchone()
    return None if row is None else bool(row[0])


def paper_of(ballot: Ballot, person: int) -> Paper | None:
    """None when they have not voted, and for everybody once it is counted."""
    if ballot.salt is None:
        return None
    return Paper.objects.filter(ballot=ballot, key__in=keys_of(ballot, person)).first()


def put_in(*, ballot: Ballot, person: int, chosen: Sequence[int]) -> None:
    """Their paper, in the place of the one before. In the order of the numbers: no order tells who was hasty."""
    before = paper_of(ballot, person)
    if before is not None:
        before.delete()
    Paper.objects.create(id=uuid4(), ballot=ballot, key=key_of(ballot, person), choices=sorted(chosen))


def take_out(*, ballot: Ballot, person: int) -> bool:
    """Paper and name. False when there is none."""
    gone, _kinds = Voter.objects.filter(ballot=ballot, person=person).delete()
    if gone and (paper := paper_of(ballot, person)) is not None:
        paper.delete()
    return bool(gone)


@transaction.atomic
def publish_count(*, ballot: Ballot, count: Count, at: datetime) -> None:
    """The result, once; and from now on nobody can tell whose a paper was."""
    closes_at = ballot.closes_at or at
    write_papers_log(ballot=ballot, papers=count.people, boxes=count.boxes, at=at)
    _set(ballot, counted_at=at, result=count.as_kept(), salt=None, closes_at=closes_at)
    _tell("ballots.ballot.counted", ballot, at, None, papers=count.papers)


@transaction.atomic
def finish_boxes(*, ballot: Ballot, by: User, at: datetime) -> None:
    _set(ballot, boxes_done_at=at)
    _tell("ballots.boxes.finished", ballot, at, by)


def _set(ballot: Ballot, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(ballot, name, value)
    ballot.save(update_fields=list(changes))


def _tell(kind: str, ballot: Ballot, at: datetime, by: User | None, **more: Any) -> None:
    record(kind, ballot, at=at, actor=by, proposal=ballot.item_id, **more)
