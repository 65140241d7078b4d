"""Reads for doors: which gatherings there are, and how full they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from civic.gatherings.kinds import ALIVE, Access, How, Kind, State
from civic.gatherings.models import Gathering, SignUp
from civic.people.rules import is_staff
from civic.proposals.models import Proposal
from civic.proposals.paging import Order, Page, cut

SIZE = 20
LONGEST_QUERY = 100
SOONEST = Order("soonest", "begins_at", descending=False, is_time=True)
LATEST = Order("latest", "begins_at", is_time=True)
# A feed tells of what was, too, so that nobody's calendar is emptied behind them.
FEED_BACK, FEED_MOST = timedelta(days=90), 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked the list for."""

    past: bool = False
    kind: Kind | None = None
    place: str = ""
    access: tuple[Access, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand where. They go on being true when the list has been destroyed."""

    going: int = 0
    offered: int = 0
    waiting: int = 0
    unconfirmed: int = 0
    cancelled: int = 0
    checked_in: int = 0
    walked_in: int = 0

    @property
    def held(self) -> int:
        return self.going + self.offered


def published() -> QuerySet[Gathering]:
    return Gathering.objects.filter(published_at__isnull=False)


def gatherings_visible_to(viewer: Any) -> QuerySet[Gathering]:
    """Published ones, cancelled ones too: their page says so. To staff those being prepared as well."""
    return Gathering.objects.all() if is_staff(viewer) else published()


def list_gatherings(wish: Wish, *, at: datetime, cursor: str = "", size: int = SIZE) -> Page[Gathering]:
    """Coming ones by their beginning, past ones backwards. Raises BadCursor."""
    order = LATEST if wish.past else SOONEST
    rows = published().filter(ends_at__lte=at) if wish.past else published().filter(ends_at__gt=at)
    if wish.kind:
        rows = rows.filter(kind=wish.kind)
    if wish.place:
        rows = rows.filter(Q(place__icontains=wish.place) | Q(address__icontains=wish.place))
    for fact in wish.access:
        rows = rows.filter(**{f"access__{fact.value}": "yes"})
    found = list(rows.filter(order.after(cursor)).order_by(*order.columns)[: size + 1])
    return cut(found, size, lambda row: order.cursor(row.begins_at, row.pk))


def coming_gatherings(at: datetime, limit: int = 3) -> list[Gathering]:
    """For the front page: the next ones that take place. One query."""
    coming = published().filter(ends_at__gt=at, cancelled_at=None)
    return list(coming.order_by("begins_at", "pk")[:limit])


def gatherings_about(item: Proposal, *, limit: int = 10) -> list[Gathering]:
    """Those that an item is for, and those at which it was written; newest first. One query."""
    # Each tie by its own index: one condition over three joins would read every gathering.
    ties = [
        Gathering.items.through.objects.filter(proposal=item),
        Gathering.written_there.through.objects.filter(proposal=item),
        Gathering.debates.through.objects.filter(debate__item=item),
    ]
    tied = reduce(or_, (Q(pk__in=one.values("gathering_id")) for one in ties))
    return list(published().filter(tied).order_by("-begins_at", "-pk")[:limit])


def last_published_change() -> datetime | None:
    """When something on a published page last changed. None while there is none."""
    return published().order_by("-changed_at").values_list("changed_at", flat=True).first()


def feed(at: datetime) -> list[Gathering]:
    """What calendar programs are told: cancelled ones too, or they would stay in people's calendars."""
    rows = published().filter(ends_at__gt=at - FEED_BACK)
    return list(rows.order_by("begins_at", "pk")[:FEED_MOST])


def counts_of(gathering: Gathering) -> Counts:
    return counts_of_all([gathering]).get(gathering.pk, Counts())


def counts_of_all(gatherings: Iterable[Gathering]) -> dict[int, Counts]:
    """By the gathering's number; without those nobody has signed up for. One query."""
    rows = (
        SignUp.objects.filter(gathering__in=[one.pk for one in gatherings])
        .values_list("gathering_id")
        .annotate(
            going=Count("pk", filter=Q(state=State.GOING)),
            offered=Count("pk", filter=Q(state=State.OFFERED)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            unconfirmed=Count("pk", filter=Q(state=State.UNCONFIRMED)),
            cancelled=Count("pk", filter=Q(state__in=(State.CANCELLED, State.LAPSED))),
            checked_in=Count("pk", filter=Q(checked_in_at__isnull=False)),
            walked_in=Count("pk", filter=Q(checked_in_at__isnull=False, how=How.WALK_IN)),
        )
        .order_by()
    )
    return {number: Counts(*numbers) for number, *numbers in rows}


def signup_of(person: Any, gathering: Gathering) -> SignUp | None:
    """The member's own, unless it was cancelled."""
    if not person.is_authenticated:
        return None
    mine = SignUp.objects.filter(gathering=gathering, user=person, state__in=ALIVE)
    return mine.first()


def signups_of(person: Any) -> QuerySet[SignUp]:
    """Everything a member signed up for whose list still exists."""
    return SignUp.objects.filter(user=person).select_related("gathering")


def signup_by_key(key: str) -> SignUp | None:
    """Whose page this is. None for a key of the next city, of a destroyed list, or of nobody."""
    return SignUp.objects.select_related("gathering", "user").filter(key=key).first()


def signup_by_code(code: str) -> SignUp | None:
    """Whose QR code was read; see signup_by_key."""
    return SignUp.objects.select_related("gathering", "user").filter(code=code).first()


def place_in_line(signup: SignUp) -> int:
    """1 for whoever is next. 0 when they do not wait."""
    if signup.state != State.WAITING:
        return 0
    before = SignUp.objects.filter(gathering=signup.gathering_id, state=State.WAITING, turn__lt=signup.turn)
    return before.count() + 1
