"""What an institution wears now: asked on every page, so remembered for a few seconds."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from tenants.connection import connection
from themes.catalogue import DEFAULT, catalogue
from themes.compile import digest, merged, stylesheet

REMEMBERED_SECONDS = 15


@dataclass(frozen=True, slots=True)
class WornTheme:
    """What the base templates read."""

    key: str
    header: str
    hero: str
    emblem: str
    digest: str
    css: str
    colour: str

    @property
    def stylesheet_url(self) -> str:
        return f"/theme-{self.digest}.css"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is worn; to be asked anew at `until` (monotonic), or when the next theme's moment comes."""

    worn: WornTheme
    until: float
    next_at: datetime | None


# What is worn at the moment asked for, and when that changes by itself. Always one row.
WORN = """
SELECT worn.catalogue_name, worn.tokens::text, coming.at
FROM (SELECT min(published_at) AS at FROM themes_theme WHERE published_at > %(at)s) coming
LEFT JOIN LATERAL (
    SELECT catalogue_name, tokens FROM themes_theme WHERE published_at <= %(at)s
    ORDER BY published_at DESC, id DESC LIMIT 1
) worn ON TRUE
"""
_remembered: dict[str, Remembered] = {}


def worn_theme(at: datetime | None = None) -> WornTheme:
    """What the institution at hand wears now: of all published themes whose moment has come the latest, or else the
    catalogue's default. A theme scheduled for a moment is worn from that very moment, whoever works or does not.
    """
    at = at or timezone.now()  # noqa: TID251 - every page asks, and no room is there to be told
    schema = connection.schema_name
    known = _remembered.get(schema)
    if known and known.until > time.monotonic() and (known.next_at is None or at < known.next_at):
        return known.worn
    worn, next_at = _read(at)
    _remembered[schema] = Remembered(worn, time.monotonic() + REMEMBERED_SECONDS, next_at)
    return worn


def forget_worn_theme() -> None:
    _remembered.pop(connection.schema_name, None)


def _read(at: datetime) -> tuple[WornTheme, datetime | None]:
    with connection.cursor() as cursor:
        cursor.execute(WORN, {"at": at})
        name, tokens, next_at = cursor.fetchone()
    return _sewn(name or DEFAULT, tokens or "{}"), next_at


@lru_cache(maxsize=1_024)
def _sewn(name: str, tokens_json: str) -> WornTheme:
    tokens = json.loads(tokens_json)
    if name not in catalogue():
        name, tokens = DEFAULT, {}
    base = catalogue()[name]
    css = stylesheet(name, tokens)
    light, _dark = merged(name, tokens)
    return WornTheme(
        key=name,
        header=base.header,
        hero=base.hero,
        emblem=base.emblem,
        # From the words themselves: a changed catalogue gets a new address without a new row.
        digest=digest(css),
        css=css,
        colour=light.get("brand", ""),
    )
