"""Publishing what an institution wears."""

from datetime import datetime

from django.db import transaction

from platform_core.accounts.models import User
from platform_core.events.actions import record
from themes.compile import digest, stylesheet
from themes.models import Theme
from themes.queries import forget_worn_theme


@transaction.atomic
def publish_theme(
    *, catalogue_name: str, tokens: dict[str, dict[str, str]], by: User | None, at: datetime
) -> Theme:
    """Wear a catalogue theme, with `tokens` over it, from now on. Raises UnknownTheme, BadToken."""
    css = stylesheet(catalogue_name, tokens)
    theme = Theme.objects.create(
        catalogue_name=catalogue_name, tokens=tokens, digest=digest(css), published_at=at, published_by=by
    )
    record("themes.theme.published", theme, at=at, actor=by, catalogue_name=catalogue_name)
    forget_worn_theme()
    return theme
