"""Similar opinions, grouped for reading: by a worker, after something was said, and kept small.

Nothing is hidden by it: every opinion stands in the list as before, whether a group has it or not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from civic.debates.likeness import alike
from civic.debates.models import Debate, Grouping, Opinion
from civic.proposals.models import Standing

# Of a larger debate, the latest.
MOST_READ = 10_000
# Fewer are read faster than their groups.
FEWEST = 10
# How long a debate waits to be read again, however much is said in it.
REST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OpinionGroup:
    """`place`: by which it is opened. `words`: what its opinions have in common. `count`: when it was made."""

    place: int
    words: tuple[str, ...]
    count: int


def group_opinions(*, debate: Debate, at: datetime) -> list[OpinionGroup]:
    """Read everything that was said and group it anew. Run twice, the same."""
    counted_at = debate.stat.counted_at
    said = Opinion.objects.filter(debate=debate, parent=None, standing=Standing.OPEN).exclude(body="")
    found = alike(said.order_by("-pk").values_list("pk", "body")[:MOST_READ])
    Grouping.objects.update_or_create(
        debate=debate,
        defaults={
            "groups": [{"words": one.words, "count": len(one.members)} for one in found],
            "members": [one.members for one in found],
            "counted_at": counted_at,
            "made_at": at,
        },
    )
    return groups_of(debate)


def group_what_changed(*, at: datetime, most: int = 1) -> int:
    """So many of the debates in which something was said since they were read; returns how many were."""
    news = Q(grouping=None) | Q(
        stat__counted_at__gt=F("grouping__counted_at"), grouping__made_at__lte=at - REST
    )
    due = Debate.objects.filter(news, opened_at__isnull=False, stat__opinions__gte=FEWEST)
    found = list(
        due.select_related("stat").order_by(F("grouping__made_at").asc(nulls_first=True), "pk")[:most]
    )
    for debate in found:
        group_opinions(debate=debate, at=at)
    return len(found)


def groups_of(debate: Debate) -> list[OpinionGroup]:
    """The largest first; one query. [] while nothing was grouped."""
    row = Grouping.objects.filter(debate=debate.pk).values_list("groups", flat=True).first()
    return [OpinionGroup(place, tuple(one["words"]), one["count"]) for place, one in enumerate(row or [])]


def members_of(debate: Debate, place: int) -> list[int]:
    """Ids of the opinions of one group; [] for a group that is not there (any more). One query."""
    row = Grouping.objects.filter(debate=debate.pk).values_list("members", flat=True).first() or []
    return list(row[place]) if 0 <= place < len(row) else []
