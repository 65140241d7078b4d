"""Whatever somebody wrote, whichever kind it is: found, named, and read as it was typed."""

from collections.abc import Iterable, Mapping

from civic.debates.models import Opinion
from civic.moderation.kinds import Kind
from civic.proposals.models import Comment, Proposal

Thing = Proposal | Comment | Opinion

MODELS: Mapping[Kind, type[Proposal] | type[Comment] | type[Opinion]] = {
    Kind.PROPOSAL: Proposal,
    Kind.COMMENT: Comment,
    Kind.OPINION: Opinion,
}
BESIDE = {
    Kind.PROPOSAL: ("author",),
    Kind.COMMENT: ("author", "proposal"),
    Kind.OPINION: ("author", "debate__item"),
}


def kind_of(thing: Thing) -> Kind:
    return next(kind for kind, model in MODELS.items() if isinstance(thing, model))


def thing_of(kind: str, pk: int) -> Thing | None:
    """As it stands now, with its author and what it belongs to."""
    model = MODELS[Kind(kind)]
    return model.objects.select_related(*BESIDE[Kind(kind)]).filter(pk=pk).first()


def things_of(named: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Thing]:
    """One query for each kind; what is gone is left out."""
    wanted = list(named)
    found: dict[tuple[str, int], Thing] = {}
    for kind, model in MODELS.items():
        ids = [pk for name, pk in wanted if name == kind]
        if ids:
            rows = model.objects.select_related(*BESIDE[kind]).filter(pk__in=ids).order_by("pk")
            found |= {(kind.value, row.pk): row for row in rows}
    return found


def item_of(thing: Thing) -> Proposal:
    """The proposal it is, or stands below."""
    if isinstance(thing, Proposal):
        return thing
    return thing.proposal if isinstance(thing, Comment) else thing.debate.item


def words_of(thing: Thing) -> str:
    """As its author typed it; of a proposal the title first."""
    if isinstance(thing, Proposal):
        return f"{thing.title}\n{thing.body_source}"
    return thing.body
