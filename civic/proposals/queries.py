"""Reads of proposals for doors: what a viewer may see, in lists that stay quick at any length."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from civic.people.rules import is_staff
from civic.processes.kinds import COUNTING, StageKind, Visibility
from civic.proposals.listing import SOME_TIME, Composed, Listed, compose, fetch, rows_in
from civic.proposals.models import Comment, CommentSupport, Origin, Proposal, Said, Standing
from civic.proposals.paging import LARGEST_ID, Order, Page, cut
from civic.proposals.searching import LONGEST_QUERY, matching
from civic.proposals.set_aside import said_by
from civic.restraints.models import Aside, AsideKind
from platform_core.access.place import prepared_cursor

__all__ = ["LONGEST_QUERY", "Listed", "matching"]

PAGE_SIZE = 20
REPLIES_SHOWN = 3
FIRST_REPLIES = """
SELECT id, parent_id, siblings FROM (
    SELECT id, parent_id, row_number() OVER (PARTITION BY parent_id ORDER BY id) AS place,
           count(*) OVER (PARTITION BY parent_id) AS siblings
    FROM proposals_comment WHERE parent_id = ANY(%s) AND standing <> 'withdrawn'
) replies WHERE place <= %s ORDER BY id
"""
# So many proposals on from the cursor are looked through for words before their index is asked.
NEAR = 1_000

BUTTON_FIELDS = (
    "id",
    "author_id",
    "process_version_id",
    "stage",
    "stage_key",
    "stage_ends_at",
    "closes_at",
    "visibility",
    "closed_as",
    "standing",
    "imported_support",
)
BUTTON = f"SELECT {', '.join(BUTTON_FIELDS)} FROM proposals_proposal WHERE id = %s"  # noqa: S608 - our own names


class Sort(models.TextChoices):
    NEWEST = "newest", _("Newest")
    SUPPORTED = "supported", _("Most supported")
    DISCUSSED = "discussed", _("Most discussed")
    CLOSING = "closing", _("Closing soon")


ORDERS = {
    Sort.NEWEST: Order("newest", "submitted_at", is_time=True),
    Sort.SUPPORTED: Order("supported", "stat__support_count", pk="stat__pk"),
    Sort.DISCUSSED: Order("discussed", "stat__comment_count", pk="stat__pk"),
    Sort.CLOSING: Order("closing", "closes_at", descending=False, is_time=True),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked a list for. Ids, not names: whoever asks has looked them up."""

    sort: Sort = Sort.NEWEST
    stage: StageKind | None = None
    category: int | None = None
    department: int | None = None
    process: int | None = None
    words: str = ""


_SORTED_BY = {
    Sort.NEWEST: "submitted_at",
    Sort.SUPPORTED: "support_count",
    Sort.DISCUSSED: "comment_count",
    Sort.CLOSING: "closes_at",
}


def proposals_visible_to(viewer: Any) -> QuerySet[Proposal]:
    """What the viewer may open, whoever gave the address. Lists show less: see `listed`.

    Open ones, unless their stage keeps them between author and staff; to staff those, and hidden ones; one's
    own whatever became of them. Everything else is not there.
    """
    shown = Q(standing=Standing.OPEN) & ~Q(visibility=Visibility.AUTHOR_AND_STAFF)
    if not viewer.is_authenticated:
        return Proposal.objects.filter(shown)
    if is_staff(viewer):
        shown = ~Q(standing=Standing.WITHDRAWN)
    return Proposal.objects.filter(shown | Q(author=viewer))


def listed() -> QuerySet[Proposal]:
    """What citizens wrote, as it stands in lists, counts and pages for everybody.

    What the institution asks itself has lists of its own: see civic.questions.queries.
    """
    return Proposal.objects.filter(standing=Standing.OPEN, visibility=Visibility.PUBLIC).exclude(
        origin=Origin.INSTITUTION
    )


def proposal_seen_by(viewer: Any, number: int) -> Proposal | None:
    """One of proposals_visible_to(viewer) by its number, without its texts: enough for pressing a button.

    On the last day of a campaign this is asked hundreds of times a second, so it is one plain statement.
    Texts are read when somebody asks for them.
    """
    if number > LARGEST_ID:
        return None
    with prepared_cursor() as cursor:
        cursor.execute(BUTTON, [number])
        row = cursor.fetchone()
    found = Proposal.from_db(connection.alias, BUTTON_FIELDS, row) if row else None
    return found if found is not None and is_seen_by(viewer, found) else None


def is_seen_by(viewer: Any, proposal: Proposal) -> bool:
    """Whether it is one of proposals_visible_to(viewer), of a row in hand."""
    if proposal.standing == Standing.OPEN and proposal.visibility != Visibility.AUTHOR_AND_STAFF:
        return True
    if not viewer.is_authenticated:
        return False
    return proposal.author_id == viewer.pk or (proposal.standing != Standing.WITHDRAWN and is_staff(viewer))


def list_proposals(wish: Wish, *, at: datetime, cursor: str = "", size: int = PAGE_SIZE) -> Page[Listed]:
    """Open proposals as wished, `size` at a time; one query, or two for words. Raises BadCursor.

    Pages with equal `print` have equal rows.
    """
    order, column = ORDERS[wish.sort], _SORTED_BY[wish.sort]
    text = _text_of(wish, cursor, size, at)
    page = cut(rows_in(text), size, lambda row: order.cursor(getattr(row, column), row.number))
    return replace(page, print=text)


def _text_of(wish: Wish, cursor: str, size: int, at: datetime) -> str:
    """Words that many proposals contain are soon met on the way; rare ones are looked up in their index.

    Which of the two a word is, PostgreSQL often guesses wrong, and then reads every proposal there is.
    """
    if not wish.words:
        return fetch(_composed(wish, cursor, size, Way.ALL), at=at)
    text = fetch(_composed(wish, cursor, size, Way.NEAR), at=at)
    if len(rows_in(text)) > size:
        return text
    return fetch(_composed(wish, cursor, size, Way.INDEX), at=at)


class Way(Enum):
    ALL = "all"
    NEAR = "near"
    INDEX = "index"


@lru_cache(maxsize=512)
def _composed(wish: Wish, cursor: str, size: int, way: Way) -> Composed:
    order = ORDERS[wish.sort]
    found = _wished(wish, SOME_TIME).filter(order.after(cursor)).order_by(*order.columns)
    if way == Way.NEAR:
        near = found[:NEAR].values("pk")
        found = Proposal.objects.filter(pk__in=near, stat__isnull=False).order_by(*order.columns)
    found = matching(found, wish.words)
    if way == Way.INDEX:
        found = found.order_by(*order.unindexed_columns)
    return compose(found[: size + 1])


def _wished(wish: Wish, at: datetime) -> QuerySet[Proposal]:
    # Every proposal has its numbers. Saying so makes the join an inner one: then their index gives the order.
    found = listed().filter(stat__isnull=False)
    stage = wish.stage
    if wish.sort == Sort.CLOSING:
        # What can still reach its threshold, unless another stage is asked for.
        found, stage = found.filter(closes_at__gt=at), stage or StageKind.GATHERING
    if wish.process is not None:
        found = found.filter(process_version__process_id=wish.process)
    if stage is not None:
        found = found.filter(in_stage(stage, at))
    if wish.category is not None:
        found = found.filter(category_id=wish.category)
    if wish.department is not None:
        found = found.filter(department_id=wish.department)
    return found


def in_stage(stage: str, at: datetime) -> Q:
    """Nearly as Proposal.stage_at judges it: what gathers no more is closed, worker or not.

    What waits for its result when its time is over, which only its rules know, is found in either list.
    """
    if stage in COUNTING:
        return Q(stage=stage, closes_at__gt=at)
    if stage == StageKind.CLOSED:
        return Q(stage=stage) | Q(stage__in=COUNTING, closes_at__lte=at)
    return Q(stage=stage)


def supported_by(viewer: Any, numbers: list[int]) -> set[int]:
    """Which of these the viewer supports; no query for strangers."""
    return said_by(viewer, Said.SUPPORT, numbers)


def disliked_by(viewer: Any, numbers: list[int]) -> set[int]:
    """Which of these the viewer disagrees with; no query for strangers."""
    return said_by(viewer, Said.DISLIKE, numbers)


# --- Comments ---------------------------------------------------------------------
class CommentSort(models.TextChoices):
    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    SUPPORTED = "supported", _("Most supported")


COMMENT_ORDERS = {
    CommentSort.NEWEST: Order("comments-newest"),
    CommentSort.OLDEST: Order("comments-oldest", descending=False),
    CommentSort.SUPPORTED: Order("comments-supported", "support_count"),
}


def comments_of(
    proposal: Proposal, *, sort: CommentSort, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Comment]:
    """First-level comments, each with `.first_replies` and `.reply_count`; at most three queries. Raises BadCursor.

    What its author deleted is gone, unless somebody replied: then its place stays.
    """
    order = COMMENT_ORDERS[sort]
    replied = Comment.objects.filter(parent=OuterRef("pk")).exclude(standing=Standing.WITHDRAWN)
    roots = (
        Comment.objects.filter(proposal=proposal, parent=None)
        .filter(~Q(standing=Standing.WITHDRAWN) | Exists(replied))
        .filter(order.after(cursor))
        .select_related("author")
        .order_by(*order.columns)
    )
    page = cut(list(roots[: size + 1]), size, lambda row: order.cursor(row.support_count, row.pk))
    _hang_replies(page.rows)
    return page


def _hang_replies(roots: list[Comment]) -> None:
    """The first few replies of each, and how many there are."""
    counts: dict[int, int] = {}
    first: list[int] = []
    if roots:
        with connection.cursor() as cursor:
            cursor.execute(FIRST_REPLIES, [[root.pk for root in roots], REPLIES_SHOWN])
            for pk, root_id, siblings in cursor.fetchall():
                first.append(pk)
                counts[root_id] = siblings
    replies = Comment.objects.filter(pk__in=first).select_related("author").order_by("pk") if first else []
    for root in roots:
        root.first_replies = [reply for reply in replies if reply.parent_id == root.pk]  # type: ignore[attr-defined]
        root.reply_count = counts.get(root.pk, 0)  # type: ignore[attr-defined]


def replies_of(root_ids: list[int]) -> QuerySet[Comment]:
    return Comment.objects.filter(parent_id__in=root_ids).exclude(standing=Standing.WITHDRAWN)


def comments_supported_by(viewer: Any, ids: list[int]) -> set[int]:
    if not viewer.is_authenticated or not ids:
        return set()
    given = CommentSupport.objects.filter(citizen=viewer, comment_id__in=ids).order_by()
    aside = Aside.objects.filter(kind=AsideKind.COMMENT, item__in=ids, person=viewer.pk).order_by()
    return set(given.values_list("comment_id", flat=True).union(aside.values_list("item", flat=True)))
