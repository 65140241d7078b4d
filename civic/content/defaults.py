"""What stands there until an institution arranges it itself: documents, not special cases."""

from civic.content.document import Block, Document
from civic.content.kinds import Place

# The home page as every institution opens with it.
HOME = ("nearest", "closing", "debates", "ballots", "how", "changed", "notices", "call")
MENU = ("proposals", "debates", "questions", "execution", "gatherings", "guide", "propose")


def default_document(place: str) -> Document:
    """A menu of rooms shows what the platform's own menu shows; a footer and a page begin empty."""
    if place == Place.HOME:
        return Document(blocks=tuple(Block(kind, kind) for kind in HOME))
    if place == Place.MENU:
        return Document(blocks=tuple(Block(f"room-{room}", "room", fields={"room": room}) for room in MENU))
    return Document()
