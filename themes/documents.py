"""Documents of themes as they are worked on: read, judged, mended. Pure, but for reading a row."""

from copy import deepcopy
from typing import Any

from themes.catalogue import DEFAULT, catalogue
from themes.checking import Finding, check, corrected
from themes.compile import UnknownTheme, document_of
from themes.kinds import Emblem
from themes.models import Theme
from themes.tokens import FORMAT, MODES, BadToken, parse

Document = dict[str, Any]


def begun_from_catalogue(name: str) -> Document:
    """Raises UnknownTheme."""
    if name not in catalogue():
        raise UnknownTheme(name)
    return {"format": FORMAT, "base": name}


def said_by(theme: Theme) -> Document:
    """What a published theme says; a row from before documents as the document it would be."""
    if theme.document is not None:
        return deepcopy(theme.document)
    try:
        return document_of(theme.catalogue_name, theme.tokens)
    except (UnknownTheme, BadToken):
        return begun_from_catalogue(DEFAULT)


def below(document: Document) -> Document:
    """What holds where the document says nothing: the finished theme it is laid over."""
    base = document.get("base")
    known = catalogue()
    return known[base if isinstance(base, str) and base in known else DEFAULT].document


def with_own_emblem(document: Document, key: str) -> Document:
    return {**document, "emblem": Emblem.OWN.value, "emblem_file": key}


def findings_in(document: Document) -> list[Finding]:
    """Every pair that could not be read. Raises BadToken."""
    return check(parse(document))


def with_suggestion(document: Document, key: str) -> Document:
    """The finding `key` mended by its own suggestion; the same where it is gone or has none. Raises BadToken."""
    found = next((one for one in findings_in(document) if one.key == key and one.suggestion), None)
    return _painted(document, found.mode, {found.role: found.suggestion}) if found else document


def with_all_suggestions(document: Document) -> Document:
    """Every failing colour moved as far as it must be; afterwards nothing is found. Raises BadToken."""
    tokens = parse(document)
    mended = corrected(tokens)
    for mode in MODES:
        before, after = tokens.colours(mode), mended.colours(mode)
        document = _painted(
            document, mode, {role: after[role] for role in after if after[role] != before[role]}
        )
    return document


def _painted(document: Document, mode: str, colours: dict[str, str]) -> Document:
    if not colours:
        return document
    changed = deepcopy(document)
    changed[mode] = {**changed.get(mode, {}), **colours}
    return changed
