"""Opinions that change hands, with the votes counted from them."""

from collections.abc import Iterable
from datetime import datetime

from civic.debates.counting import count_changed
from civic.debates.models import Opinion
from civic.proposals.models import Proposal
from civic.proposals.moving import held


def move_opinions(ids: Iterable[int], *, from_person: int, to_person: int, at: datetime) -> None:
    """From one person to another: each has one current vote afterwards, the latest of what is theirs."""
    found = Opinion.objects.filter(pk__in=list(ids), author=from_person).select_related("debate")
    by_debate: dict[int, list[Opinion]] = {}
    for opinion in found.order_by("debate__item", "pk"):
        by_debate.setdefault(opinion.debate_id, []).append(opinion)
    for opinions in by_debate.values():
        held(Proposal(pk=opinions[0].debate.item_id))
        Opinion.objects.filter(pk__in=[one.pk for one in opinions]).update(author_id=to_person)
        for person in (from_person, to_person):
            count_changed(Opinion(debate_id=opinions[0].debate_id, author_id=person), at=at)


def are_untouched(ids: Iterable[int], person: int, since: datetime) -> bool:
    """Whether the person has neither changed one of them nor said anything in their debates since."""
    wanted = list(ids)
    if not wanted:
        return True
    own = Opinion.objects.filter(author=person)
    same = own.filter(pk__in=wanted, edited_at=None).count() == len(wanted)
    debates = Opinion.objects.filter(pk__in=wanted).values("debate")
    return same and not own.filter(debate__in=debates, written_at__gt=since).exists()
