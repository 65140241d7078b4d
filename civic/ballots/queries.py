"""Reads of ballots for doors: what a viewer may see."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from civic.ballots.actions import paper_of
from civic.ballots.kinds import Kind, State
from civic.ballots.models import Ballot, Option, Voter
from civic.people.rules import is_staff
from civic.processes.kinds import Visibility
from civic.proposals.models import Standing
from civic.proposals.paging import LARGEST_ID, Order, Page, cut

PAGE_SIZE = 20
NEWEST = Order("ballots-newest", "opened_at", is_time=True)


def ballots_visible_to(viewer: Any) -> QuerySet[Ballot]:
    """What the viewer may open; to staff also drafts and what belongs to a hidden item."""
    found = Ballot.objects.select_related("item")
    if is_staff(viewer):
        return found.exclude(item__standing=Standing.WITHDRAWN, is_joint=False)
    shown = Q(item__standing=Standing.OPEN) & ~Q(item__visibility=Visibility.AUTHOR_AND_STAFF)
    if getattr(viewer, "is_authenticated", False):
        shown |= Q(item__author=viewer)
    # A joint one is everybody's, whatever became of one of those it is held for.
    return found.filter(shown | Q(is_joint=True), opened_at__isnull=False)


def ballot_seen_by(viewer: Any, pk: int) -> Ballot | None:
    """With its options, their proposals and departments."""
    if pk > LARGEST_ID:
        return None
    options = Option.objects.select_related("proposal", "department")
    return ballots_visible_to(viewer).prefetch_related(Prefetch("options", options)).filter(pk=pk).first()


def listed_ballots() -> QuerySet[Ballot]:
    """What stands in lists for everybody: opened, and listed itself."""
    listed = Q(item__standing=Standing.OPEN, item__visibility=Visibility.PUBLIC) | Q(is_joint=True)
    return Ballot.objects.select_related("item").filter(listed, opened_at__isnull=False)


def over(at: datetime) -> Q:
    return Q(closes_at__lte=at) | Q(counted_at__isnull=False)


def in_state(found: QuerySet[Ballot], state: State, at: datetime) -> QuerySet[Ballot]:
    """Of these, the ones that stand there at `at`: as Ballot.state_at."""
    if state in (State.DRAFT, State.READY):
        return found.filter(opened_at=None, approved_at__isnull=state == State.DRAFT)
    if state == State.COUNTED:
        return found.filter(counted_at__isnull=False)
    opened = found.filter(opened_at__isnull=False, counted_at=None)
    return opened.filter(closes_at__lte=at) if state == State.COUNTING else opened.exclude(closes_at__lte=at)


def count_states(found: QuerySet[Ballot], *, at: datetime) -> dict[str, int]:
    """How many of these stand where, in one query."""
    uncounted, late = Q(opened_at__isnull=False, counted_at=None), Q(closes_at__lte=at)
    return found.aggregate(
        **{
            State.DRAFT.value: Count("pk", filter=Q(opened_at=None, approved_at=None)),
            State.READY.value: Count("pk", filter=Q(opened_at=None, approved_at__isnull=False)),
            State.RUNNING.value: Count("pk", filter=uncounted & ~late),
            State.COUNTING.value: Count("pk", filter=uncounted & late),
            State.COUNTED.value: Count("pk", filter=Q(counted_at__isnull=False)),
        }
    )


def list_ballots(
    *, at: datetime, is_over: bool | None = None, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Ballot]:
    """The latest opened first; one query. Raises BadCursor."""
    found = listed_ballots()
    if is_over is not None:
        found = found.filter(over(at)) if is_over else found.exclude(over(at))
    rows = list(found.filter(NEWEST.after(cursor)).order_by(*NEWEST.columns)[: size + 1])
    return cut(rows, size, lambda row: NEWEST.cursor(row.opened_at, row.pk))


def ballots_open_now(limit: int, *, at: datetime) -> list[Ballot]:
    """What everybody can vote on at this moment, what ends first first; one query."""
    return list(
        listed_ballots().exclude(over(at)).filter(opened_at__lte=at).order_by("closes_at", "-pk")[:limit]
    )


def options_for(viewer: Any, ballot: Ballot, options: list[Option]) -> list[Option]:
    """In this person's own order, the same at every visit; as they stand where the order is fixed.

    Strangers share one order of the day-to-day page: it is theirs as soon as they sign in.
    """
    if not ballot.is_shuffled or ballot.kind == Kind.FOR_AGAINST:
        return options
    who = getattr(viewer, "pk", None) or 0
    return sorted(options, key=lambda one: sha256(f"{ballot.pk} {who} {one.pk}".encode()).digest())


@dataclass(frozen=True, slots=True)
class Mine:
    """That somebody has voted, and what: None once it is counted, when nobody can tell any more."""

    at: datetime
    is_offline: bool
    chosen: tuple[int, ...] | None


def vote_of(person: Any, ballot: Ballot) -> Mine | None:
    """For the person's own eyes only. None for who has not voted."""
    if not getattr(person, "is_authenticated", False):
        return None
    row = Voter.objects.filter(ballot=ballot, person=person.pk).first()
    if row is None:
        return None
    paper = paper_of(ballot, person.pk)
    return Mine(row.at, row.is_offline, tuple(paper.choices) if paper else None)


def votes_by(person: Any) -> QuerySet[Voter]:
    """Where somebody has voted, the latest first: for their own page."""
    return Voter.objects.filter(person=person).select_related("ballot__item").order_by("-id")
