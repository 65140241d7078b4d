"""The head of an institution's paper, in the colours it wears (settings.LETTERHEAD)."""

from platform_core.documents.letterhead import INK, Letterhead
from tenants.connection import connection
from themes.queries import worn_theme


def letterhead() -> Letterhead:
    theme = worn_theme()
    return Letterhead(name=connection.tenant.name, colour=theme.colour or INK, emblem=theme.emblem)
