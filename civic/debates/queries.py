"""Reads of debates for doors: what a viewer may see, in pages that stay quick with ten thousand opinions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from civic.debates.balancing import balanced
from civic.debates.counting import Numbers, numbers_in, numbers_of
from civic.debates.grouping import members_of
from civic.debates.kinds import Sort, State
from civic.debates.models import CurrentVote, Debate, Opinion, OpinionSupport
from civic.debates.rules import sees_votes
from civic.people.models import StaffRole
from civic.people.rules import is_staff
from civic.processes.kinds import Visibility
from civic.proposals.models import Standing
from civic.proposals.paging import BY_ID, LARGEST_ID, Order, Page, cut, page_by_id
from civic.restraints.models import Aside, AsideKind

__all__ = ["Numbers", "Sort", "State", "numbers_of", "sees_votes"]

PAGE_SIZE = 20
REPLIES_SHOWN = 3
NEWEST = Order("debates-newest", "opened_at", is_time=True)
ORDERS = {
    Sort.NEWEST: Order("opinions-newest"),
    Sort.OLDEST: Order("opinions-oldest", descending=False),
    Sort.SUPPORTED: Order("opinions-supported", "support_count"),
}
FIRST_REPLIES = """
SELECT id, parent_id, siblings FROM (
    SELECT id, parent_id, row_number() OVER (PARTITION BY parent_id ORDER BY id) AS place,
           count(*) OVER (PARTITION BY parent_id) AS siblings
    FROM debates_opinion WHERE parent_id = ANY(%s) AND standing <> 'withdrawn'
) replies WHERE place <= %s ORDER BY id
"""


def debates_visible_to(viewer: Any) -> QuerySet[Debate]:
    """What the viewer may open; to staff also what is prepared and what belongs to a hidden item."""
    found = Debate.objects.select_related("item", "stat")
    if is_staff(viewer):
        return found.exclude(item__standing=Standing.WITHDRAWN)
    shown = Q(item__standing=Standing.OPEN) & ~Q(item__visibility=Visibility.AUTHOR_AND_STAFF)
    if getattr(viewer, "is_authenticated", False):
        shown |= Q(item__author=viewer)
    return found.filter(shown, opened_at__isnull=False)


def debate_seen_by(viewer: Any, pk: int) -> Debate | None:
    return debates_visible_to(viewer).filter(pk=pk).first() if pk <= LARGEST_ID else None


def listed_debates() -> QuerySet[Debate]:
    """What stands in lists for everybody: opened, of an item that is listed."""
    return Debate.objects.select_related("item", "stat").filter(
        opened_at__isnull=False, item__standing=Standing.OPEN, item__visibility=Visibility.PUBLIC
    )


def in_state(found: QuerySet[Debate], state: State, at: datetime) -> QuerySet[Debate]:
    """Of these, the ones that stand there at `at`: as Debate.state_at."""
    if state == State.PREPARING:
        return found.filter(opened_at=None)
    if state == State.CONCLUDED:
        return found.filter(concluded_at__isnull=False)
    unfinished = found.filter(opened_at__isnull=False, concluded_at=None)
    over = Q(closes_at__lte=at)
    return unfinished.filter(over) if state == State.ENDED else unfinished.exclude(over)


def count_states(found: QuerySet[Debate], *, at: datetime) -> dict[str, int]:
    """How many of these stand where, in one query."""
    is_open, over = Q(opened_at__isnull=False, concluded_at=None), Q(closes_at__lte=at)
    return found.aggregate(
        **{
            State.PREPARING.value: Count("pk", filter=Q(opened_at=None)),
            State.RUNNING.value: Count("pk", filter=is_open & (Q(closes_at=None) | Q(closes_at__gt=at))),
            State.ENDED.value: Count("pk", filter=is_open & over),
            State.CONCLUDED.value: Count("pk", filter=Q(concluded_at__isnull=False)),
        }
    )


def count_unconcluded(*, at: datetime) -> int:
    """How many are over and wait for their closing summary."""
    return in_state(listed_debates(), State.ENDED, at).count()


def list_debates(
    *, at: datetime, state: State | None = None, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Debate]:
    """The latest opened first; one query. Raises BadCursor."""
    found = listed_debates() if state is None else in_state(listed_debates(), state, at)
    rows = list(found.filter(NEWEST.after(cursor)).order_by(*NEWEST.columns)[: size + 1])
    return cut(rows, size, lambda row: NEWEST.cursor(row.opened_at, row.pk))


def series_of(debate: Debate) -> list[Debate]:
    """All rounds it is one of, the first one first; [] when it stands alone. Opened ones, and itself."""
    first = debate
    for _round in range(10):
        if first.follows_id is None:
            break
        first = Debate.objects.get(pk=first.follows_id)
    rounds, last = [first], first
    for _round in range(10):
        found = Debate.objects.filter(follows=last).exclude(opened_at=None).order_by("pk").first()
        if found is None:
            break
        rounds.append(found)
        last = found
    return rounds if len(rounds) > 1 else []


def numbers_seen_by(viewer: Any, debate: Debate, at: datetime) -> Numbers:
    """What this person may know of how it stands: the sides are None while they are kept back."""
    numbers = numbers_in(getattr(debate, "stat", None))
    return numbers if sees_votes(viewer, debate, at) else replace(numbers, pro=None, con=None, other=None)


def vote_of(person: Any, debate: Debate) -> CurrentVote | None:
    """Where the person stands now; None for who has not taken part."""
    if not getattr(person, "is_authenticated", False):
        return None
    return CurrentVote.objects.filter(debate=debate, person=person).select_related("opinion").first()


def opinions_of(
    debate: Debate,
    *,
    sort: Sort = Sort.NEWEST,
    side: str = "",
    cursor: str = "",
    size: int = PAGE_SIZE,
    group: int | None = None,
) -> Page[Opinion]:
    """First-level opinions that say something, each with `.first_replies`, `.reply_count` and `.by_staff`.

    `group`: only those of one of grouping.groups_of(debate), by its place.

    At most four queries. Raises BadCursor. What its author took back is gone, unless somebody replied: then
    its place stays. Hidden ones keep theirs; whoever draws them leaves out their words.
    """
    roots = _roots(debate)
    if group is not None:
        roots = roots.filter(pk__in=members_of(debate, group))
    if sort == Sort.BALANCED and debate.has_sides and not side:
        page = balanced(roots, cursor=cursor, size=size)
    else:
        order = ORDERS[Sort.NEWEST if sort == Sort.BALANCED else sort]
        roots = roots.filter(side=side) if side else roots
        rows = list(roots.filter(order.after(cursor)).order_by(*order.columns)[: size + 1])
        page = cut(rows, size, lambda row: order.cursor(row.support_count, row.pk))
    _hang_replies(page.rows)
    return page


def _roots(debate: Debate) -> QuerySet[Opinion]:
    replied = Opinion.objects.filter(parent=OuterRef("pk")).exclude(standing=Standing.WITHDRAWN)
    says_something = (~Q(standing=Standing.WITHDRAWN) & ~Q(body="")) | Exists(replied)
    return Opinion.objects.filter(says_something, debate=debate, parent=None).select_related("author")


def _hang_replies(roots: list[Opinion]) -> None:
    """The first few replies of each, and how many there are."""
    counts: dict[int, int] = {}
    first: list[int] = []
    if roots:
        with connection.cursor() as cursor:
            cursor.execute(FIRST_REPLIES, [[root.pk for root in roots], REPLIES_SHOWN])
            for pk, root_id, siblings in cursor.fetchall():
                first.append(pk)
                counts[root_id] = siblings
    replies = (
        list(Opinion.objects.filter(pk__in=first).select_related("author").order_by("pk")) if first else []
    )
    mark_staff(replies)
    for root in roots:
        root.by_staff = ""  # type: ignore[attr-defined]
        root.first_replies = [one for one in replies if one.parent_id == root.pk]  # type: ignore[attr-defined]
        root.reply_count = counts.get(root.pk, 0)  # type: ignore[attr-defined]


def mark_staff(replies: Iterable[Opinion]) -> None:
    """`.by_staff`: the department a reply was written for; "" for citizens. One query, none without replies."""
    authors = {one.author_id for one in replies}
    roles = StaffRole.objects.filter(user__in=authors).select_related("department") if authors else ()
    names = {
        role.user_id: role.department.name if role.department else role.get_role_display() for role in roles
    }
    for one in replies:
        one.by_staff = names.get(one.author_id or 0, "")  # type: ignore[attr-defined]


def replies_of(root: Opinion, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Opinion]:
    """The oldest first. Raises BadCursor."""
    found = Opinion.objects.filter(parent=root).exclude(standing=Standing.WITHDRAWN).select_related("author")
    page: Page[Opinion] = page_by_id(found, cursor, size, ORDERS[Sort.OLDEST])
    mark_staff(page.rows)
    return page


def opinion_seen_by(viewer: Any, pk: int) -> Opinion | None:
    """With its debate and item in hand."""
    if pk > LARGEST_ID:
        return None
    found = Opinion.objects.select_related("debate__item", "debate__stat", "author").filter(pk=pk)
    return found.filter(debate__in=debates_visible_to(viewer).values("pk")).first()


def opinions_supported_by(viewer: Any, ids: list[int]) -> set[int]:
    """Which of these the viewer supports; no query for strangers."""
    if not getattr(viewer, "is_authenticated", False) or not ids:
        return set()
    given = OpinionSupport.objects.filter(citizen=viewer, opinion_id__in=ids).order_by()
    aside = Aside.objects.filter(kind=AsideKind.OPINION, item__in=ids, person=viewer.pk).order_by()
    return set(given.values_list("opinion_id", flat=True).union(aside.values_list("item", flat=True)))


def opinions_by(person: Any) -> QuerySet[Opinion]:
    """All that somebody said, the latest first: for their own page."""
    return Opinion.objects.filter(author=person).select_related("debate").order_by(*BY_ID.columns)
