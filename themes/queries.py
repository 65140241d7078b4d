"""What an institution wears now: asked on every page, so remembered for a few seconds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

from django.utils import timezone

from platform_core.access.memory import Memory
from tenants.connection import connection
from themes.compile import UnknownTheme, digest, document_of, stylesheet
from themes.kinds import Emblem
from themes.models import Theme
from themes.tokens import BadToken, Tokens, parse

REMEMBERED_SECONDS = 15
# Counts up when icons are drawn otherwise: every address changes.
DRAWING = 1


@dataclass(frozen=True, slots=True)
class WornTheme:
    """What the base templates read."""

    key: str
    header: str
    hero: str
    emblem: str
    emblem_file: str
    illustrations: str
    official: bool
    digest: str
    css: str
    # Of main buttons and of the page, light: for what is drawn elsewhere (paper, mail, pictures, the browser's frame).
    colour: str
    on_colour: str
    spot: str
    page: str
    bar: str
    bar_dark: str
    # Changes when an icon does (themes/icons.py).
    icon_key: str
    # Where a look that is only tried out has its stylesheet: not where everybody may ask.
    tried_at: str = ""

    head_template: ClassVar[str] = "themes/head.html"

    @property
    def has_drawing(self) -> bool:
        """Whether the emblem is certain to be an SVG."""
        return not self.emblem_file

    @property
    def stylesheet_url(self) -> str:
        return self.tried_at or f"/theme-{self.digest}.css"


# What is worn at the moment asked for, and when that changes by itself. Always one row.
WORN = """
SELECT worn.catalogue_name, worn.tokens::text, worn.document::text, coming.at
FROM (SELECT min(published_at) AS at FROM themes_theme WHERE published_at > %(at)s) coming
LEFT JOIN LATERAL (
    SELECT catalogue_name, tokens, document FROM themes_theme WHERE published_at <= %(at)s
    ORDER BY published_at DESC, id DESC LIMIT 1
) worn ON TRUE
"""
# What is worn, and when the next theme's moment comes.
_memory: Memory[tuple[WornTheme, datetime | None]] = Memory(REMEMBERED_SECONDS)


def worn_theme(at: datetime | None = None) -> WornTheme:
    """What the institution at hand wears now: of all published themes whose moment has come the latest, or else the
    catalogue's default. A theme scheduled for a moment is worn from that very moment, whoever works or does not.
    """
    at = at or timezone.now()  # noqa: TID251 - every page asks, and no room is there to be told
    worn, next_at = _memory.here(lambda: _read(at))
    if next_at is not None and at >= next_at:
        worn, _next = _memory.here(lambda: _read(at), fresh=True)
    return worn


def theme_worn_at(at: datetime) -> Theme | None:
    """The row behind what is worn; None while it is the catalogue's default. One query, nothing remembered."""
    return Theme.objects.filter(published_at__lte=at).first()


def forget_worn_theme() -> None:
    """Of the institution at hand."""
    _memory.forget_here()


def _read(at: datetime) -> tuple[WornTheme, datetime | None]:
    with connection.cursor() as cursor:
        cursor.execute(WORN, {"at": at})
        name, tokens, document, next_at = cursor.fetchone()
    if document is None:
        document = _from_before(name, tokens)
    return _sewn(document), next_at


def worn_as(document: Mapping[str, Any]) -> WornTheme:
    """How a document looks when worn. Raises BadToken."""
    return _sew(parse(document))


def _from_before(name: str | None, tokens: str | None) -> str:
    """A row that was published before documents were; nothing published at all is the catalogue's default."""
    try:
        return json.dumps(document_of(name or "", json.loads(tokens or "{}")))
    except (UnknownTheme, BadToken):
        return "{}"


@lru_cache(maxsize=1_024)
def _sewn(document: str) -> WornTheme:
    try:
        return worn_as(json.loads(document))
    except BadToken:  # it names what this version no longer has: a plain page is better than none
        return worn_as({})


def _sew(tokens: Tokens) -> WornTheme:
    css = stylesheet(tokens)
    colour, on_colour = tokens.light["button-primary-fill"], tokens.light["button-primary-text"]
    own_file = tokens.emblem_file if tokens.emblem == Emblem.OWN else ""
    emblem = f"/emblem-{own_file}" if own_file else tokens.emblem
    spot = tokens.light["point-fill"]
    return WornTheme(
        key=tokens.base,
        header=tokens.header,
        hero=tokens.hero,
        emblem=emblem,
        emblem_file=own_file,
        illustrations=tokens.illustrations,
        official=tokens.official,
        # From the words themselves: a changed catalogue gets a new address without a new row.
        digest=digest(css),
        css=css,
        colour=colour,
        on_colour=on_colour,
        spot=spot,
        page=tokens.light["background-page"],
        bar=tokens.light["header-surface"],
        bar_dark=tokens.dark["header-surface"],
        icon_key=digest(repr((DRAWING, emblem, colour, on_colour, spot))),
    )
