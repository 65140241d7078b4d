"""What a stand-in said and what lies beside the count goes along when the stand-in is found to be somebody else.

Where the other one says the same, or has it aside too, nothing of the stand-in's is left: a person is counted once, also
when what was taken out comes back. Votes are moved with their papers (journeys/ballot.py).
"""

from typing import Any

from civic.debates.models import OpinionSupport
from civic.proposals.models import CommentSupport, Dislike, Said, SetAside, Support
from civic.restraints.models import Aside, AsideKind

ASIDE: dict[AsideKind, tuple[Any, str]] = {
    AsideKind.COMMENT: (CommentSupport, "comment_id"),
    AsideKind.OPINION: (OpinionSupport, "opinion_id"),
}
SET_ASIDE: dict[Said, Any] = {Said.SUPPORT: Support, Said.DISLIKE: Dislike}


def move_asides(*, from_person: int, to_person: int) -> dict[str, list[int]]:
    """Row numbers of what moved, for undoing it."""
    moved: dict[str, list[int]] = {"aside": [], "set_aside": []}
    if not _lies_there(from_person):
        return moved
    for kind, (model, item) in ASIDE.items():
        aside = Aside.objects.filter(kind=kind, person=from_person)
        known = set(model.objects.filter(citizen=to_person).values_list(item, flat=True))
        known |= set(Aside.objects.filter(kind=kind, person=to_person).values_list("item", flat=True))
        aside.filter(item__in=known).delete()
        moved["aside"] += _hand_over(aside, person=to_person)
    for said, model in SET_ASIDE.items():
        rows = SetAside.objects.filter(said=said, citizen=from_person)
        mine = SetAside.objects.filter(said=said, citizen=to_person)
        known = set(model.objects.filter(citizen=to_person).values_list("proposal_id", flat=True))
        known |= set(mine.values_list("proposal_id", flat=True))
        rows.filter(proposal__in=known).delete()
        moved["set_aside"] += _hand_over(rows, citizen=to_person)
    return moved


def _lies_there(person: int) -> bool:
    """Mostly nothing does: one question instead of eight."""
    aside = Aside.objects.filter(person=person).exclude(kind=AsideKind.VOTE).order_by().values_list("person")
    set_aside = SetAside.objects.filter(citizen=person).order_by().values_list("citizen")
    return aside.union(set_aside).exists()


def give_asides_back(moved: dict[str, Any], *, from_person: int, to_person: int) -> None:
    """Those that still lie there."""
    Aside.objects.filter(pk__in=moved.get("aside", []), person=from_person).update(person=to_person)
    SetAside.objects.filter(pk__in=moved.get("set_aside", []), citizen=from_person).update(citizen=to_person)


def _hand_over(rows: Any, **to: int) -> list[int]:
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=found).update(**to)
    return found
