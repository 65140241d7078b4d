"""Where a person arrives after logging in. Rooms above say so; this one knows nobody's task."""

from collections.abc import Callable

from django.conf import settings

from platform_core.accounts.models import User

Landing = Callable[[User], str | None]
_landings: list[Landing] = []


def lands_at(landing: Landing) -> Landing:
    """Register: returns a path for the people it knows, None for the rest. Called once per log-in."""
    if landing not in _landings:
        _landings.append(landing)
    return landing


def landing_of(user: User) -> str:
    return next((path for landing in _landings if (path := landing(user))), settings.LOGIN_REDIRECT_URL)
