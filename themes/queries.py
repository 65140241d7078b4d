"""What an institution wears now: asked on every page, so remembered for a few seconds."""

import json
import time
from dataclasses import dataclass
from functools import lru_cache

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


NEWEST = "SELECT catalogue_name, tokens::text FROM themes_theme ORDER BY id DESC LIMIT 1"
_remembered: dict[str, tuple[float, WornTheme]] = {}


def worn_theme() -> WornTheme:
    """The newest published theme of the institution at hand, or the catalogue's default."""
    schema = connection.schema_name
    known = _remembered.get(schema)
    if known and known[0] > time.monotonic():
        return known[1]
    worn = _read()
    _remembered[schema] = (time.monotonic() + REMEMBERED_SECONDS, worn)
    return worn


def forget_worn_theme() -> None:
    _remembered.pop(connection.schema_name, None)


def _read() -> WornTheme:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        name, tokens = cursor.fetchone() or (DEFAULT, "{}")
    return _sewn(name, tokens)


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
