"""A theme on its way from one institution to another: the file, with the emblem in it."""

from themes.documents import Document
from themes.emblems import emblem_of
from themes.files import Document as ThemeFile
from themes.files import dump, load, ordered
from themes.kinds import Emblem

OWN = ("emblem", Emblem.OWN)


def written(name: str, document: Document) -> str:
    """The text of the file. One query where the institution's own emblem goes along."""
    emblem = emblem_of(document.get("emblem_file", "")) if document.get("emblem") == Emblem.OWN else None
    return dump(
        ThemeFile(name, portable(ordered(document), has_emblem=bool(emblem)), emblem[1] if emblem else b"")
    )


def taken(text: str) -> ThemeFile:
    """What a file holds; its emblem is not safe yet. Raises BadToken with a sentence for people."""
    file = load(text)
    return ThemeFile(file.name, portable(file.tokens, has_emblem=bool(file.emblem)), file.emblem)


def portable(tokens: Document, *, has_emblem: bool) -> Document:
    """The number of an emblem says nothing elsewhere; without the emblem itself the drawn one stands."""
    return {
        name: value
        for name, value in tokens.items()
        if name != "emblem_file" and (has_emblem or (name, value) != OWN)
    }
