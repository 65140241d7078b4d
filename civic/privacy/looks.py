"""열람 기록: writing down who looked at whom, reading it, and signing for a month of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Func, IntegerField, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.people.models import Role
from civic.people.rules import roles_of
from civic.privacy.models import Kind, Look, LookReview
from civic.privacy.places import How, Place
from civic.privacy.register import note_destroyed
from civic.privacy.rules import may_sign_month
from civic.privacy.schedules import LOOKS
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record

REVIEWED = "privacy.looks.reviewed"
# Of one page; a whole list is `is_everybody` or a file, which names how many.
MOST_PEOPLE = 5_000
OPERATOR = "operator"


class _Size(Func):
    """How many an array holds: ArrayField's `len` is not there for expressions."""

    function = "cardinality"
    output_field = IntegerField()


@dataclass(slots=True)
class Shown:
    """What one page or file is about to show: filled by its view, written once."""

    place: Place
    how: How = How.SEEN
    number: int | None = None
    reason: str = ""
    people: set[int] = field(default_factory=set)
    others: int = 0
    is_everybody: bool = False

    def add(self, people: Iterable[int | None], others: int = 0) -> None:
        """Somebody without an account is one of the others."""
        for person in people:
            if person is None:
                self.others += 1
            else:
                self.people.add(person)
        self.others += others

    @property
    def is_nobody(self) -> bool:
        return not (self.people or self.others or self.is_everybody)


def note_look(*, shown: Shown, by: User, at: datetime, visit: int | None = None) -> None:
    """One row. Whoever looks at what is kept of themselves leaves none."""
    seen = sorted(shown.people - {by.pk})[:MOST_PEOPLE]
    if not (seen or shown.others or shown.is_everybody):
        return
    role = OPERATOR if visit is not None else next((held.role for held in roles_of(by)), "")
    Look.objects.create(
        by=by,
        role=role,
        at=at,
        place=shown.place,
        number=shown.number,
        how=shown.how,
        reason=shown.reason,
        people=seen,
        others=shown.others + max(0, len(shown.people) - MOST_PEOPLE),
        is_everybody=shown.is_everybody,
        visit=visit,
    )


def task_of(role: str) -> str:
    """In words, of a look's `role`."""
    if role == OPERATOR:
        return _("Operator of the platform, during a visit")
    return str(Role(role).label) if role in Role.values else ""


def looks_at(person: User) -> "QuerySet[Look]":
    """The newest first. Copies of everything hold everybody who was here then."""
    whose = Q(people__contains=[person.pk]) | Q(is_everybody=True, at__gte=person.joined_at)
    return Look.objects.filter(whose).select_related("by").order_by("-pk")


def looks_of_month(month: date) -> "QuerySet[Look]":
    begins = timezone.make_aware(datetime(month.year, month.month, 1))  # noqa: DTZ001 - made aware here
    after = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    ends = timezone.make_aware(datetime(after.year, after.month, 1))  # noqa: DTZ001 - made aware here
    return Look.objects.filter(at__gte=begins, at__lt=ends)


def summed_by_colleague(looks: "QuerySet[Look]") -> list[dict[str, Any]]:
    """Who looked how often, at how many (counted anew in each look), how often at night or on a weekend. One query."""
    odd = Q(at__week_day__in=(1, 7)) | Q(at__hour__lt=7) | Q(at__hour__gte=21)
    size = Coalesce(_Size("people"), 0)
    rows = (
        looks.order_by()
        .values("by_id", "role", name=F("by__name"))
        .annotate(
            looks=Count("pk"),
            taken=Count("pk", filter=Q(how=How.TAKEN)),
            seen=Sum(size) + Sum("others"),
            odd=Count("pk", filter=odd),
        )
        .order_by("-looks", "by_id", "role")
    )
    return [dict(row) for row in rows]


@transaction.atomic
def sign_month(*, month: date, words: str, by: User, at: datetime) -> LookReview:
    """Signed by name: what lay before them is written down with it. Raises Refused."""
    require(may_sign_month(by, month, at))
    counted = looks_of_month(month).aggregate(
        looks=Count("pk"), taken=Count("pk", filter=Q(how=How.TAKEN)), last=Max("pk")
    )
    review, is_new = LookReview.objects.get_or_create(
        month=month,
        defaults={
            "at": at,
            "by": by,
            "signed_as": by.name,
            "words": words,
            "looks": counted["looks"],
            "taken": counted["taken"],
            "last_look": counted["last"] or 0,
        },
    )
    if is_new:
        record(REVIEWED, review, at=at, actor=by, month=month.isoformat(), looks=counted["looks"])
    else:
        require(may_sign_month(by, month, at))
    return review


def unsigned_months(*, at: datetime, most: int = 24) -> list[date]:
    """Months that are over, in which somebody looked, and that nobody has signed: the oldest first."""
    first = Look.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return []
    signed = set(LookReview.objects.values_list("month", flat=True))
    month, now = timezone.localtime(first).date().replace(day=1), timezone.localtime(at).date().replace(day=1)
    months: list[date] = []
    while month < now and len(months) < most:
        if month not in signed:
            months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months


def forget_old_looks(*, at: datetime) -> int:
    gone = Look.objects.filter(at__lt=at - LOOKS).delete()[0]
    note_destroyed(Kind.LOOKS, gone, before=at - LOOKS, at=at)
    return gone
