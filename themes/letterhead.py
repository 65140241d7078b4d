"""The head of an institution's paper and letters, in the colours it wears (settings.LETTERHEAD)."""

from functools import partial

from platform_core.documents.letterhead import Letterhead
from tenants.connection import connection
from themes.icons import emblem_whole
from themes.queries import worn_theme


def letterhead() -> Letterhead:
    worn = worn_theme()
    return Letterhead(
        name=connection.tenant.name,
        colour=worn.colour,
        on_colour=worn.on_colour,
        emblem=partial(emblem_whole, worn),
    )
