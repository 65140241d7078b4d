"""A theme on its way from one institution to another: the file, with the emblem in it."""

from typing import Any

from themes.documents import Document
from themes.files import Document as ThemeFile
from themes.files import dump, load, ordered
from themes.kinds import Emblem


def written(name: str, document: Document) -> str:
    return dump(ThemeFile(name, _without_strange_emblem(ordered(document))))


def taken(text: str) -> ThemeFile:
    """Raises BadToken with a sentence for people."""
    file = load(text)
    return ThemeFile(file.name, _without_strange_emblem(file.tokens))


def _without_strange_emblem(tokens: dict[str, Any]) -> dict[str, Any]:
    """The number of an emblem says nothing where the emblem is not."""
    own = {name: value for name, value in tokens.items() if name != "emblem_file"}
    return {name: value for name, value in own.items() if (name, value) != ("emblem", Emblem.OWN)}
