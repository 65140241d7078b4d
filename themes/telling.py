"""What changed from one theme to another, in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from themes.catalogue import catalogue
from themes.documents import Document
from themes.kinds import Mode
from themes.roles import ROLES
from themes.tokens import MODES, TOKENS, BadToken, Tokens, parse

MOST_COLOURS = 6


def differences(before: Document, after: Document) -> list[str]:
    """A sentence for each thing that is otherwise; [] where nothing is. What follows from a brand is not told."""
    try:
        old, new = parse(before), parse(after)
    except BadToken:
        return []
    return [*_bases(old, new), *_tokens(old, new, before, after), *_colours(old, new)]


def _bases(old: Tokens, new: Tokens) -> Iterator[str]:
    if old.base != new.base:
        yield _turned(_("Finished theme"), name_of_base(old.base), name_of_base(new.base))


def name_of_base(key: str) -> str:
    known = catalogue().get(key)
    if known is None:
        return key
    return known.name_ko if (get_language() or "").startswith("ko") else known.name


def _tokens(old: Tokens, new: Tokens, before: Document, after: Document) -> Iterator[str]:
    for name, token in TOKENS.items():
        if name == "accent" and not (before.get(name) or after.get(name)):
            continue  # it follows from the brand
        was, became = getattr(old, name), getattr(new, name)
        if name == "emblem_file":
            if was != became and new.emblem == "own" and old.emblem == "own":
                yield _("Another file for the emblem")
        elif was != became:
            yield _turned(str(token.label), _word(name, was), _word(name, became))


def _word(name: str, value: Any) -> str:
    choices = TOKENS[name].choices
    if choices is not None:
        return str(choices(value).label)
    if isinstance(value, bool):
        return _("shown") if value else _("not shown")
    return str(value)


def _colours(old: Tokens, new: Tokens) -> Iterator[str]:
    """Single colours that were set by hand."""
    changed = [
        (mode, role)
        for mode in MODES
        for role in ROLES
        if old.said[mode].get(role) != new.said[mode].get(role)
    ]
    for mode, role in changed[:MOST_COLOURS]:
        name = f"{ROLES[role].label} ({Mode(mode).label})"
        was, became = old.said[mode].get(role, ""), new.said[mode].get(role, "")
        yield _turned(name, was or _("from the brand"), became or _("from the brand"))
    rest = len(changed) - MOST_COLOURS
    if rest > 0:
        yield ngettext("%(count)s more colour", "%(count)s more colours", rest) % {"count": rest}


def _turned(name: str, was: str, became: str) -> str:
    return _("%(name)s: %(was)s → %(became)s") % {"name": name, "was": was, "became": became}
